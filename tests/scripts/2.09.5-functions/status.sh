# posix: XCU 2.9.5
# status: 0

f() { (exit 5); }
f; echo $?
f() { true; }
f; echo $?
