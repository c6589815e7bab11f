# posix: XCU 2.7.7
# status: 0

echo content > f
cat <> f
