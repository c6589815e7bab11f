# posix: XCU 2.7
# status: 0

{ echo x < missing > made; } 2>/dev/null
test -e made || echo not-made
