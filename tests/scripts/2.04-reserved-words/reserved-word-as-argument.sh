# posix: XCU 2.4
# status: 0

echo if then else fi { } ! while do done
