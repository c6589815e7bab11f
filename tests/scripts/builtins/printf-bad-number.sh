# posix: XCU printf
# status: 1

printf '%d\n' abc 2>/dev/null
