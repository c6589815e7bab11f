# posix: XCU 2.7.2
# status: 0

echo data > f
cat f > f
wc -c < f | tr -d ' '
