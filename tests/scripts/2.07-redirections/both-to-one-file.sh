# posix: XCU 2.7.6
# status: 0

sh -c 'echo out; echo err >&2' > f 2>&1
cat f
