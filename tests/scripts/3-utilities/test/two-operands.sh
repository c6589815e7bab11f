# posix: XCU 3 test
# status: 0

[ ! x ]; echo $?
[ ! '' ]; echo $?
[ -z '' ]; echo $?
[ -n '' ]; echo $?
[ -n x ]; echo $?
