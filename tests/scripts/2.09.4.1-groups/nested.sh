# posix: XCU 2.9.4.1
# status: 0

{ { { echo deep; }; echo mid; }; echo top; }
