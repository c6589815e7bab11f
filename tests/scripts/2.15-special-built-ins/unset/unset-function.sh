# posix: XCU 2.15 unset
# status: 0

f() { echo f; }
f
unset -f f
f 2>/dev/null || echo "$?"
