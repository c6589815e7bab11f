# posix: XCU 2.6.3
# status: 0

x=$(echo out; echo err >&2) 2>/dev/null; echo $x
y=$( { echo a; echo b >&2; } 2>&1 ); echo $y
z=$(exec >&2; echo hidden) 2>f; echo "[$z]"; cat f
