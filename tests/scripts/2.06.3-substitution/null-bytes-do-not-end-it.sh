# posix: XCU 2.6.3
# status: 0

x=$(printf 'a\0b')
echo "$x" | tr -d '\0'
