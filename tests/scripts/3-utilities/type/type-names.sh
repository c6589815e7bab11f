# posix: XCU 3 type
# status: 0

type cd > f; grep -c cd f
type no-such-command > /dev/null 2>&1 || echo not found
