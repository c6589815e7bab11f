# posix: XCU 2.9.3.1
# status: 0

true & echo next; wait
