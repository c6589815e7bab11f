# posix: XCU 2.15 exit
# status: 5

true && exit 5
echo never
