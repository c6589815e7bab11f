# posix: XCU 3 printf
# status: 0
printf '%d %x|' '' ''
echo "$?"
printf '%c|' '' a | tr '\0' 0
printf '%3c|%-3c|' '' b | tr '\0' 0
printf '%c\n' | tr '\0' 0
