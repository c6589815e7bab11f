# posix: XCU 2.7
# status: 0

{ echo x > made < missing; } 2>/dev/null
test -e made && echo made
