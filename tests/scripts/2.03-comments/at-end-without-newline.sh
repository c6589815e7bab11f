# posix: XCU 2.3
# status: 0

echo a # end