# posix: XCU 2.13
# status: 0

set -- a b
( set -- x; echo $# $1 )
echo $# $1
