# posix: XCU 2.15 export
# status: 0

export shown='a b'
export -p | grep -c 'shown='
eval "$(export -p | grep shown)"
echo "$shown"
