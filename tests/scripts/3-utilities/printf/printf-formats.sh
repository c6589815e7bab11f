# posix: XCU 3 printf
# status: 0

printf '%s %d %5d|%-5s|%05d\n' a 1 2 b 3
printf '%x %o %X %c\n' 255 8 255 hello
printf '%%\n'
