# posix: XCU 2.5.1
# status: 0
# args: a b c

echo $1 $2 $3 "[$4]" $#
