# posix: XCU 2.9.1
# status: 0

x=1 true
echo "[$x]"
