# posix: XCU 2.3.1
# status: 0

alias begin='{' end='}'
begin echo a; echo b; end | cat
