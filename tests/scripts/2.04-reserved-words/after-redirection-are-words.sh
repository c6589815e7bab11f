# posix: XCU 2.4
# status: 0

>f if 2>/dev/null || echo $?
v=1 if 2>/dev/null || echo $?
