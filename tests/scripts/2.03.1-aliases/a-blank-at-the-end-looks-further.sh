# posix: XCU 2.3.1
# status: 0
alias say='echo ' name='ada lovelace'
say name name
