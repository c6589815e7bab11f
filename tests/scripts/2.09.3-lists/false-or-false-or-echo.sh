# posix: XCU 2.9.3
# status: 1

false || false || echo x && false
