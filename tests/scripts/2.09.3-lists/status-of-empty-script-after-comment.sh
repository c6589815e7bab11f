# posix: XCU 2.9.3
# status: 0

# nothing but a comment
