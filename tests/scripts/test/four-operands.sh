# posix: XCU test
# status: 0

[ ! a = b ]; echo $?
[ ! a = a ]; echo $?
