# posix: XCU 2.9.1
# status: 0

> f
test -f f && echo made
test -s f || echo empty
