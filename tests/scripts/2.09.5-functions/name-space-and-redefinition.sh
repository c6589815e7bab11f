# posix: XCU 2.9.5
# status: 0

f() { echo one; f() { echo two; }; }
f; f
f=variable; f; echo $f
unset -f f; f 2>/dev/null || echo $?
