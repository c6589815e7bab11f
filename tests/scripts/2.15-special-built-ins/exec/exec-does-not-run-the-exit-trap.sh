# posix: XCU 2.15 exec
# status: 0
trap 'echo never' EXIT
exec echo replaced
