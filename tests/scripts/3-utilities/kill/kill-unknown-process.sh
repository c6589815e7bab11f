# posix: XCU 3 kill
# status: 1

kill -0 999999 2>/dev/null
