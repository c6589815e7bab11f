# posix: XCU 2.15 exec
# status: 7

exec sh -c 'echo replaced; exit 7'
echo never
