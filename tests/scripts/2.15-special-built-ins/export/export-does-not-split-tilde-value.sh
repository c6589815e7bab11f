# posix: XCU 2.15 export
# status: 0

v='a b'
export w="$v"
echo "$w"
