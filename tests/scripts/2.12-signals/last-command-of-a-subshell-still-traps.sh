# posix: XCU 2.12
# status: 0
(trap 'echo leaving' EXIT; /bin/echo last)
