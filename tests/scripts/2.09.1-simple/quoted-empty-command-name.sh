# posix: XCU 2.9.1
# status: 127

'' 2>/dev/null
