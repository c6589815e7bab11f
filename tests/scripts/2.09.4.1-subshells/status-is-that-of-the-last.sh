# posix: XCU 2.9.4.1
# status: 1

( true; false )
