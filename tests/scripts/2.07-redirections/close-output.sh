# posix: XCU 2.7.6
# status: 0

sh -c 'echo hi' >&- 2>/dev/null || echo failed
