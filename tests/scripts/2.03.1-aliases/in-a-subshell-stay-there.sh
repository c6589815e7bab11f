# posix: XCU 2.3.1
# status: 0

alias e='echo outer'
(alias e='echo inner'; eval e; unalias e; eval 'e 2>/dev/null || echo gone')
e
