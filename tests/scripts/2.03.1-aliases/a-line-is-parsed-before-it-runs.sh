# posix: XCU 2.3.1
# status: 0
alias late='echo now'; late 2> /dev/null || echo 'not yet'
late
