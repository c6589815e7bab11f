# posix: XCU 2.9.3
# status: 0

false || echo yes
true || echo no
