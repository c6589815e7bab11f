# posix: XCU 2.6.3
# status: 0

x=$(head -c 200000 /dev/zero | tr '\0' a)
echo "$x" | wc -c | tr -d ' '
