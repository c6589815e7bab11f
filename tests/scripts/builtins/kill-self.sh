# posix: XCU kill
# status: 143

echo before
kill $$
echo never
