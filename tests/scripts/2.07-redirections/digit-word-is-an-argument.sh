# posix: XCU 2.7
# status: 0

echo 2 >f
cat f
echo a2>f
cat f
