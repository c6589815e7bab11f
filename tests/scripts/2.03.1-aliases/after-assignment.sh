# posix: XCU 2.3.1
# status: 0

alias e='echo alias'
v=1 e one
v=1 w=2 e two
>f e three; cat f
2>g e four
