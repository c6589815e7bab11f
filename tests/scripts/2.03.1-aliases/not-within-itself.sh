# posix: XCU 2.3.1
# status: 0
alias echo='echo said:'
echo one
alias a=b b='echo from-b'
a
