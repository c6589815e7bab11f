# posix: XCU 3 printf
# status: 0

printf a; printf b; echo
