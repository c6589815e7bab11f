# posix: XCU 2.15 return
# status: 0

f() { return 4; echo never; }
f; echo $?
g() { false; return; }
g; echo $?
