# posix: XCU 2.9.1.6
# status: 127

./no/such/file 2>/dev/null
