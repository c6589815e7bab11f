# posix: XCU 2.2.3
# status: 0

printf '<%s>\n' "$" "a$" "$ a" "$." "$/" "$=" "$%" "$,x" "a $" "$+"
