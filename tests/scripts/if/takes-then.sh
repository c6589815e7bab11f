# posix: XCU 2.9.4.1
# status: 0

if true; then echo yes; fi
