# posix: XCU 2.6.4
# status: 0

readonly r=1
(echo $((r=2)); echo no) 2>/dev/null || echo failed
echo $((r==1)) $((0 && (r=3)))
