# posix: XCU 2.9.1
# status: 0

printf '[%s]\n' a   b	c
