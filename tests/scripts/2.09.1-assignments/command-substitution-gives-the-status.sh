# posix: XCU 2.9.1
# status: 0

x=$(false); echo $?
x=$(exit 7); echo $?
x=$(true); echo $?
x=$(exit 3)$(exit 4); echo $?
