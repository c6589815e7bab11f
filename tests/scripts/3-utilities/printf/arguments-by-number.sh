# posix: XCU 3 printf
# status: 0
# compare: no its printf takes them in order only
printf '%2$s %1$s\n' a b
printf '%1$s-%1$s\n' a b
printf '%2$d:%1$05d|' 1 2 3 4; echo
printf '%1$*2$d|%1$-*2$d|\n' 7 3
