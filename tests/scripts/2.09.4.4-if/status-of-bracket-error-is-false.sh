# posix: XCU 2.9.4.4
# status: 0

if [ a -eq b ] 2>/dev/null; then echo yes; else echo no; fi
