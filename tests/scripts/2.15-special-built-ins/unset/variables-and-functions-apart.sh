# posix: XCU 2.15 unset
# status: 0

x=1; x() { echo function; }
unset -v x; echo "[${x-unset}]"; x
x=2; unset -f x; echo $x; x 2>/dev/null || echo $?
unset never_set; echo $?
