# posix: XCU 2.9.3
# status: 0

true && true && true && echo a || echo b
true && false && true && echo a || echo b
