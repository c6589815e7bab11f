# posix: XCU 2.3.1
# status: 0

alias e='echo ' done=value if='echo aliased'
e done
v=1 if x
>f if y; cat f
e if if
