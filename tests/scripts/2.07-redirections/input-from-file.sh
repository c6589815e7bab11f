# posix: XCU 2.7.1
# status: 0

printf 'x\ny\n' > f
cat < f
