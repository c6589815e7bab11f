# posix: XCU 3 printf
# status: 0

printf 'a\tb\nc\\d\101\n'
printf '%b\n' 'x\ty'
printf '%s\n' 'x\ty'
