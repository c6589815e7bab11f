# posix: XCU 2.7.2
# status: 0

echo one > f
echo two >| f
cat f
