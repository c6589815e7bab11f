# posix: XCU 2.9.3
# status: 3

true; false; (exit 3)
