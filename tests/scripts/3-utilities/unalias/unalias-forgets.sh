# posix: XCU 3 unalias
# status: 0
alias hello='echo hi' other='echo x'
alias hello
unalias hello
hello 2> /dev/null || echo gone
unalias -a
alias
unalias nosuch 2> /dev/null || echo failed
