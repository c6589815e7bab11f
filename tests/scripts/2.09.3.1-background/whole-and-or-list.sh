# posix: XCU 2.9.3.1
# status: 0

false || echo late > f &
wait
cat f
