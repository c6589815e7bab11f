# posix: XCU 2.15 set
# status: 0
! echo "$( (set -e; false; echo no) )"
if echo "<$( (set -e; (exit 3); echo no); echo "$?")>"; then echo yes; fi
! { (set -e; false; echo no) & wait "$!"; }
echo "$?"
