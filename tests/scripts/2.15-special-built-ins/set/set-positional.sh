# posix: XCU 2.15 set
# status: 0

set a b
echo $1 $2
set -- -x y
echo $1 $2
set --
echo $#
