# posix: XCU 3 test
# status: 0

[ 01 = 1 ]; echo $?
[ 01 -eq 1 ]; echo $?
