# posix: XCU 2.3.1
# status: 0
alias both='echo one; echo two' piped='echo three | cat'
both
piped && both
