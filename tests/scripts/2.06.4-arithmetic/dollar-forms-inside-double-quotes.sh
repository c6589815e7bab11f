# posix: XCU 2.6.4
# status: 0

x=6
echo "a$((x/2))b" "$((x))$((x))" "'$((x))'" "\$((x))"
