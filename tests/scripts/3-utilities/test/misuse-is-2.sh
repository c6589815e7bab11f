# posix: XCU 3 test
# status: 0

[ a b ] 2>/dev/null; echo $?
[ a b c ] 2>/dev/null; echo $?
[ 1 -eq x ] 2>/dev/null; echo $?
[ a = b 2>/dev/null; echo $?
