# posix: XCU 2.3.1
# status: 0

alias f=g
f() { echo "function $1"; }
g one 2>/dev/null || echo none
