# posix: XCU 2.15 exec
# status: 127

echo before
exec no-such-command 2>/dev/null
echo never
