# posix: XCU 2.6
# status: 0

echo {a,b} x{1,2}y {1..3} "{a,b}"
