# posix: XCU 3 printf
# status: 0

printf '%d %d %d\n' 0x10 010 "'A"
printf '%d\n' -5
