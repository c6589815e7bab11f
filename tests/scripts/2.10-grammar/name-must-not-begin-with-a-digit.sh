# posix: XCU 2.10.2
# status: 127

1x=1 2>/dev/null
