# posix: XCU 2.2
# status: 0

printf '%s\n' '€' "é" \ü | od -An -tx1
