# posix: XCU 2.15 exec
# status: 126

echo text > f
exec ./f 2>/dev/null
