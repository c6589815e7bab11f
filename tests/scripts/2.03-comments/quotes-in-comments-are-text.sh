# posix: XCU 2.3
# status: 0

echo a # don't "worry `about $( this
echo b
