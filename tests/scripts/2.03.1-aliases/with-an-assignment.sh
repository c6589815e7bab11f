# posix: XCU 2.3.1
# status: 0

alias with='v=1 '
alias show='sh -c "echo v=\$v"'
with show
