# posix: XCU 3 wait
# status: 127

wait 999999 2>/dev/null
