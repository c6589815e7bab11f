# posix: XCU 2.9.3
# status: 1

false; echo after $?; false
