# posix: XCU 2.6.1
# status: 0

echo ~no-such-user-here/x
