# posix: XCU 2.3.1
# status: 0

alias e='echo old'
alias e='echo new'; e
e
