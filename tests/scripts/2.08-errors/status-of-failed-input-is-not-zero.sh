# posix: XCU 2.8.1
# status: 0

if cat < missing 2>/dev/null; then echo yes; else echo no; fi
