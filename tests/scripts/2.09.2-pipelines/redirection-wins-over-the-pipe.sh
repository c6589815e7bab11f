# posix: XCU 2.9.2
# status: 0

echo to-file > f | cat
echo --
cat f
echo in | cat < f
