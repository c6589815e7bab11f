# posix: XCU 2.9.5
# status: 0

false
f() { false; }
echo $?
