# posix: XCU 2.5.3
# status: 0

printf '%s' "$IFS" | od -An -tx1
IFS=x sh -c 'printf "%s" "$IFS"' | od -An -tx1
