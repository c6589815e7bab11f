# posix: XCU 3 test
# status: 0

[ -d . ] && echo dir || echo no
[ -d nope ] && echo dir || echo no
test 3 -gt 2 && test a = a && echo both
