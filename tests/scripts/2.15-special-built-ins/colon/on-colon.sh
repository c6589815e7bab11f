# posix: XCU 2.15 colon
# status: 0

: > f
test -f f && echo made
