# posix: XCU 2.6.3
# status: 0

set -- a b c
f() { echo "$# $1"; }
echo $(echo $# $2) $(f x y) $(shift; echo $1) $1
