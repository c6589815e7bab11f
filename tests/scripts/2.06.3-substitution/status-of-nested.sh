# posix: XCU 2.6.3
# status: 0

x=$(y=$(exit 3); echo $?; exit 4); echo $x $?
x=$(false; true); echo $?
x=$(true; false); echo $?
