# posix: XCU 3 printf
# status: 0

printf -x 2>/dev/null
test $? -gt 1 && echo refused
printf '-%s\n' a 2>/dev/null || echo refused
printf -- '-%s\n' a
printf - && echo
printf '%s\n' -x
