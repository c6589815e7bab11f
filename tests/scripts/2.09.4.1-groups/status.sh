# posix: XCU 2.9.4.1
# status: 6

{ true; (exit 6); }
