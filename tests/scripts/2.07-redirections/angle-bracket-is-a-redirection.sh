# posix: XCU 2.7
# status: 0

[ 2 > 1 ]; echo $?
ls
