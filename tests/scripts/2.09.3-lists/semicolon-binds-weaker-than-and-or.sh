# posix: XCU 2.9.3
# status: 0

false && echo a; echo b
true || echo c; echo d
