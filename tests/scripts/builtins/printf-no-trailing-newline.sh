# posix: XCU printf
# status: 0

printf a; printf b; echo
