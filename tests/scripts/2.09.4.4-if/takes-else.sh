# posix: XCU 2.9.4.4
# status: 0

if false; then echo yes; else echo no; fi
