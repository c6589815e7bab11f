# posix: XCU 2.15
# status: 0

x=1 :
echo "[$x]"
