# posix: XCU 3 test
# status: 0

[ a = a ]; echo $?
[ a = b ]; echo $?
[ a != b ]; echo $?
[ -f = -f ]; echo $?
[ ! = ! ]; echo $?
[ ! -f nofile ]; echo $?
[ '(' = ')' ]; echo $?
