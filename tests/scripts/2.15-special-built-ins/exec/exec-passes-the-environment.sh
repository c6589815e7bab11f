# posix: XCU 2.15 exec
# status: 0

x=1 exec sh -c 'echo "[$x]"'
