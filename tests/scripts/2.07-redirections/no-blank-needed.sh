# posix: XCU 2.7
# status: 0

echo hi>f
cat<f
echo 2>f
cat f
