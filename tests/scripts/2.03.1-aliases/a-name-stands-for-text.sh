# posix: XCU 2.3.1
# status: 0
alias hello='echo hello'
hello world
x=1 hello there
if hello again; then hello 'and again'; fi
