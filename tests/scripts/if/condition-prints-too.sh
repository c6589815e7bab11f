# posix: XCU 2.9.4.1
# status: 0

if echo cond; then echo body; fi
