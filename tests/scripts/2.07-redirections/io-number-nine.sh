# posix: XCU 2.7
# status: 0

echo nine 9> f >&9
cat f
