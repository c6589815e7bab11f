# posix: XCU 2.9.2
# status: 0

{ echo out; echo err >&2; } 2>log | tr a-z A-Z
cat log
