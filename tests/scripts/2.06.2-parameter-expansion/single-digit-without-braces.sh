# posix: XCU 2.6.2
# status: 0

set -- a b
echo $10 $1_ $2x $11 ${1}1
