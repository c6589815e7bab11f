# posix: XCU 2.8.1
# status: 0

cat < missing 2>/dev/null
echo never-ran
{ echo body < missing; } 2>/dev/null || echo failed
