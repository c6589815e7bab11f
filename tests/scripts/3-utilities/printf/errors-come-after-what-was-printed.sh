# posix: XCU 3 printf
# status: 0
printf '%d %s\n' 3x y 2>/dev/null; echo $?
printf '%d\n' '' 08 0x 2>/dev/null; echo $?
printf '%d\n' 9223372036854775808 -9223372036854775809 2>/dev/null; echo $?
printf '%u\n' 18446744073709551615 -1 18446744073709551616 2>/dev/null; echo $?
printf '%f\n' 1e abc 2>/dev/null; echo $?
printf 'abc%' 2>/dev/null; echo $?
printf 'abc%z' 2>/dev/null; echo $?
