# posix: XCU 2.9.5
# status: 0

f() { echo to file; } > out
test -e out || echo not yet
f
cat out
