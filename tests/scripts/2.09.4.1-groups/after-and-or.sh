# posix: XCU 2.9.4.1
# status: 0

false || { echo recovered; true; }
true && { echo one; echo two; }
