# posix: XCU 2.3.1
# status: 0
alias hello='echo old'
f() { hello; }
alias hello='echo new'
f
hello
