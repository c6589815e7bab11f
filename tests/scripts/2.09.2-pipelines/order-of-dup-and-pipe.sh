# posix: XCU 2.9.2
# status: 0

{ echo err >&2; echo out; } 2>&1 >/dev/null | cat
