# posix: XCU 2.15 exit
# status: 1

false
exit
