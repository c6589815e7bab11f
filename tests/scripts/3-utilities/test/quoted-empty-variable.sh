# posix: XCU 3 test
# status: 0

x=
[ "$x" = a ]; echo $?
[ -n "$x" ]; echo $?
[ -n $x ]; echo $?
[ $x = a ] 2>/dev/null; echo $?
