# posix: XCU 2.15 set
# status: 0
# args: old

echo $1
set -- new two
echo $1 $2 $#
