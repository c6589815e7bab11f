# posix: XCU 2.9.2
# status: 0

yes | head -n 2
