# posix: XCU 2.15 exec
# status: 0

(exec echo sub)
echo after
