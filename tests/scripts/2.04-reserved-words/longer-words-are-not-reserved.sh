# posix: XCU 2.4
# status: 0

iff() { echo iff; }
do_() { echo do_; }
fi1() { echo fi1; }
iff; do_; fi1
{a 2>/dev/null || echo $?
!x 2>/dev/null || echo $?
