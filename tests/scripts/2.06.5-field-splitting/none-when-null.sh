# posix: XCU 2.6.5
# status: 0

IFS=
x=' a b	c '
set -- $x
echo $# "<$1>"
set -- $(echo 'd e')
echo $#
