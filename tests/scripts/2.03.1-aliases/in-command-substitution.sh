# posix: XCU 2.3.1
# status: 0

alias e='echo alias'
x=$(e one)
echo "$x" "`e two`"
