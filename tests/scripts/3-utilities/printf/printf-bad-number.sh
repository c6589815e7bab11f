# posix: XCU 3 printf
# status: 1

printf '%d\n' abc 2>/dev/null
