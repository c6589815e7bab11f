# posix: XCU 2.9.3
# status: 0

echo one
false

echo two $?
