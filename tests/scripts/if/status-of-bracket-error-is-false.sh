# posix: XCU 2.9.4.1
# status: 0

if [ a -eq b ] 2>/dev/null; then echo yes; else echo no; fi
