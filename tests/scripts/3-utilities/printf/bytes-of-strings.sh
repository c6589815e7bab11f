# posix: XCU 3 printf
# status: 0
printf '%5b|%-5b|%.2b|\n' 'a\n' b abc
printf '%b' '\0101\101\0' 'x\cy' z | od -An -c
echo
printf '%c%c' '' xyz | od -An -c
printf '%.3s|%5.2s|\n' abcdef abcdef
printf "%d %d %d\n" "'a" '"b' "'"
