# posix: XCU 2.6.3
# status: 0

{ x=$(echo err >&2); } 2>/dev/null
echo "[$x]"
y=$(sh -c 'echo err >&2' 2>&1)
echo "[$y]"
