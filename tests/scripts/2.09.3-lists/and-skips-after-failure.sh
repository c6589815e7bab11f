# posix: XCU 2.9.3
# status: 1

true && echo yes
false && echo no
