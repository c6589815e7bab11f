# posix: XCU 3 test
# status: 0

[ ! a = b ]; echo $?
[ ! a = a ]; echo $?
