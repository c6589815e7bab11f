# posix: XCU test
# status: 0

[ ! x ]; echo $?
[ ! '' ]; echo $?
[ -z '' ]; echo $?
[ -n '' ]; echo $?
[ -n x ]; echo $?
