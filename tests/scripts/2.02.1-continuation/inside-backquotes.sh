# posix: XCU 2.2.1
# status: 0

echo `ec\
ho a` "`echo b\
c`"
