# posix: XCU 2.9.3
# status: 0

if false; then :; fi && echo zero
if true; then false; fi || echo one
