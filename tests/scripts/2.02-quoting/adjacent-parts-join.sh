# posix: XCU 2.2
# status: 0

x=X
printf '[%s]\n' a'b'"c"$x\d
