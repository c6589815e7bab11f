# posix: XCU 2.7
# status: 0
echo hidden 2>/dev/null >missing/file || echo "failed"
{ echo hidden; } 2>err >missing/file || echo "failed"
test -s err && echo "the message is in the file"
( : ) 2>>/dev/null <missing || echo "failed"
