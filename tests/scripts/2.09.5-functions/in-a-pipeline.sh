# posix: XCU 2.9.5
# status: 0

up() { tr a-z A-Z; }
echo hello | up
