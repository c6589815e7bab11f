# posix: XCU 2.7.2
# status: 0

sh -c 'echo out; echo err >&2' 2> e
echo --
cat e
