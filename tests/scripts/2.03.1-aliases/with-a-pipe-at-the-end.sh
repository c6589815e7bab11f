# posix: XCU 2.3.1
# status: 0

alias up='tr a-z A-Z'
alias say='echo say |'
say up
