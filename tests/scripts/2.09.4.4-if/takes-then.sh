# posix: XCU 2.9.4.4
# status: 0

if true; then echo yes; fi
