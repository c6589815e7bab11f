# posix: XCU 2.4
# status: 127

'if' 2>/dev/null
