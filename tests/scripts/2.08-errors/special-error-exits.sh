# posix: XCU 2.8.1
# status: 0

( . ./no-such-file 2>/dev/null; echo never ) || echo ended
