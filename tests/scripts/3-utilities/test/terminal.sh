# posix: XCU 3 test
# status: 0

[ -t 0 ]; echo $?
[ -t 1 ]; echo $?
