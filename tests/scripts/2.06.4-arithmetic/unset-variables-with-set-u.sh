# posix: XCU 2.6.4
# status: 0
# compare: no dash takes an unset variable for 0 under set -u; POSIX names arithmetic expansion too

set -u
(echo $((undefined)); echo no) 2>/dev/null || echo failed
(echo $((undefined += 1)); echo no) 2>/dev/null || echo failed
echo $((1 || undefined)) $((x = 5)) $x
