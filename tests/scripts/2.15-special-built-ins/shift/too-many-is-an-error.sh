# posix: XCU 2.15 shift
# status: 0

set -- a b
(shift 3; echo no) 2>/dev/null; [ $? -ne 0 ] && echo failed
shift 0; echo $#
shift 2; echo $#
