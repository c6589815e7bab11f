# posix: XCU 2.12
# status: 0
trap 'echo outer' EXIT
(trap 'echo inner' EXIT; echo in)
(echo no trap here)
