# posix: XCU 2.7
# status: 0

sh -c 'echo out; echo err >&2' 2>&1 > f
echo --
cat f
