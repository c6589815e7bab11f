# posix: XCU 3 test
# status: 0

[ ]; echo $?
[ x ]; echo $?
[ '' ]; echo $?
[ -f ]; echo $?
[ ! ]; echo $?
test; echo $?
