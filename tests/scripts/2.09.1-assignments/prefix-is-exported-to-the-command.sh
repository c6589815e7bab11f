# posix: XCU 2.9.1
# status: 0

y=1 sh -c 'echo "[$y]"'
echo "[$y]"
