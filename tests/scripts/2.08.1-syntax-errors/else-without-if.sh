# posix: XCU 2.8.1
# status: 2

echo before
else echo never
