# posix: XCU 3 printf
# status: 0

printf '%s-%s\n' a b c
printf 'no args\n'
printf '[%s]\n'
