# posix: XCU 2.15 set
# status: 0

(set -u; echo "$nope"; echo never) 2>/dev/null && echo zero || echo failed
