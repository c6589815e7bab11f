# posix: XCU 2.9.3
# status: 0

{ false; } || { echo one; true; } && ( echo two; exit 3 ) || echo three $?
