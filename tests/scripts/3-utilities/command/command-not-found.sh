# posix: XCU 3 command
# status: 127

command no-such-command 2>/dev/null
