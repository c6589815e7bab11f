# posix: XCU 2.9.3
# status: 0

true || echo a && echo b
false && echo c || echo d
true || echo e || echo f && echo g
