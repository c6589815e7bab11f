# posix: XCU 2.7
# status: 0

echo hi > $(echo out)
cat out
