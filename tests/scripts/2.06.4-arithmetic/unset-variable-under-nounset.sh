# posix: XCU 2.6.4
# status: 2
# compare: no dash takes 0 for it, against XCU 2.15 `set -u`
set -u
echo $((x = 3)) $((0 && y)) $((1 || y))
echo $((y))
echo not reached
