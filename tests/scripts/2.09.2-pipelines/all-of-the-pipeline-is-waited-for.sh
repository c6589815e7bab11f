# posix: XCU 2.9.2
# status: 0

{ sleep 0.1; echo slow > f; } | true
cat f
