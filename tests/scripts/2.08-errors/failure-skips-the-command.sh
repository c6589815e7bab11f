# posix: XCU 2.8.1
# status: 0

{ echo hello > no/such/dir; } 2>/dev/null && echo ran || echo skipped
