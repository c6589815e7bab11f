# posix: XCU 2.15 dot
# status: 0

set -- a b
echo 'echo $# $1; set -- c; return 4; echo no' >file
. ./file; echo $? $# $1
