# posix: XCU 2.3.1
# status: 0

alias e='echo one'
eval 'e two'
eval 'alias n="echo new"'
n x
eval 'alias late="echo late"; late' 2>/dev/null || echo "not yet"
eval late
