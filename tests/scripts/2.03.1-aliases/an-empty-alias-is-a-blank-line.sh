# posix: XCU 2.3.1
# status: 0
alias nothing=''
nothing
nothing echo behind
echo still
