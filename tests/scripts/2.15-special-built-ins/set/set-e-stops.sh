# posix: XCU 2.15 set
# status: 1

set -e
true
false || echo guarded
if false; then :; fi
! true
echo before
false
echo never
