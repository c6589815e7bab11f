# posix: XCU 3 kill
# status: 0

kill -l 143
kill -l 15
kill -l 137
