# posix: XCU 2.7.6
# status: 0

{ echo x >&7; } 2>/dev/null && echo ran || echo failed
