# posix: XCU 2.15 exit
# status: 0

false
exit 0
