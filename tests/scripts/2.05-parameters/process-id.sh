# posix: XCU 2.5.2
# status: 0

test "$$" -gt 1 && echo number
test "$$" = "$(sh -c 'echo $PPID')" && echo own
