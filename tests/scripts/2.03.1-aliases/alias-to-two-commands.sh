# posix: XCU 2.3.1
# status: 0

alias two='echo one; echo two'
two three
