# posix: XCU 2.9.1.4
# status: 127

no-such-command
