# posix: XCU 2.2.1
# status: 0

ec\
ho he\
llo
