# posix: XCU 2.5.1
# status: 0

set -- a b c d e f g h i j k
shift
echo $1 $9 ${10} $#
shift 9
echo $1 $# "${2-none}"
