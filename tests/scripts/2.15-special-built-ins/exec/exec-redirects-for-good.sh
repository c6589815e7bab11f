# posix: XCU 2.15 exec
# status: 0

exec 5>&1
exec > f
echo in-file
exec >&5 5>&-
echo on-screen
cat f
