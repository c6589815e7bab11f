# posix: XCU 2.7.7
# status: 0

echo 12345 > f
printf ab 1<> f
cat f
