# posix: XCU 3 command
# status: 0
alias al='x y'
command -v al
alias if=no
command -v if
unalias al
command -v al || echo none
