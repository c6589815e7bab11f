# posix: XCU 2.8.1
# status: 0

no-such-command 2>/dev/null
echo "$? and on"
