# posix: XCU 3 test
# status: 0

[ 1 -eq 1 ] && [ 1 -ne 2 ] && [ 1 -lt 2 ] && [ 2 -le 2 ] && [ 3 -gt 2 ] && [ 3 -ge 3 ] && echo all
[ 10 -gt 9 ]; echo $?
[ 007 -eq 7 ]; echo $?
[ -1 -lt 1 ]; echo $?
