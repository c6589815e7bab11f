# posix: XCU 2.6.4
# status: 0

i=3
echo "$((i * 2))" a$((i))b "n=$((i))"
