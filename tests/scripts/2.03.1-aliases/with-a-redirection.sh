# posix: XCU 2.3.1
# status: 0

alias out='echo text >f'
out more
cat f
