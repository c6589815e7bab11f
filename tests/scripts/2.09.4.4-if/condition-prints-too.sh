# posix: XCU 2.9.4.4
# status: 0

if echo cond; then echo body; fi
