# posix: XCU 3 read
# status: 0

printf '1\n2\n3\n' | { read x; cat; }
