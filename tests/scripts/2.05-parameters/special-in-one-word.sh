# posix: XCU 2.5.2
# status: 0

set -- a b
echo $#$1$2 "$#-$1" $1$1
