# posix: XCU 2.6.4
# status: 0

(echo $((09)); echo no) 2>/dev/null || echo failed
(x=08; echo $((x)); echo no) 2>/dev/null || echo failed
