# posix: XCU 2.15 shift
# status: 0

set -- a b c d
shift
echo $# $1
shift 2
echo $# $1
shift 0
echo $#
shift; echo $# "[$1]"
