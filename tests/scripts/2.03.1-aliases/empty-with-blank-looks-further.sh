# posix: XCU 2.3.1
# status: 0

alias nothing=' ' e='echo e'
nothing e x
