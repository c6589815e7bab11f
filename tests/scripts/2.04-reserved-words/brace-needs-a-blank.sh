# posix: XCU 2.4
# status: 127

{echo 2>/dev/null
