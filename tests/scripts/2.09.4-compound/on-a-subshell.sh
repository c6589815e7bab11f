# posix: XCU 2.9.4
# status: 0

( echo a; echo b ) > f
cat f
