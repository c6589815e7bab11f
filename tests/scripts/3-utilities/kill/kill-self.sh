# posix: XCU 3 kill
# status: 143

echo before
kill $$
echo never
