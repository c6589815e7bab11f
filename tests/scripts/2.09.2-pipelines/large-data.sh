# posix: XCU 2.9.2
# status: 0

head -c 300000 /dev/zero | cat | wc -c | tr -d ' '
