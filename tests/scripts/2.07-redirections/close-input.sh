# posix: XCU 2.7.5
# status: 0

cat <&- 2>/dev/null || echo failed
