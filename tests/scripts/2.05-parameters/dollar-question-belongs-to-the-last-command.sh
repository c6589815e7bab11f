# posix: XCU 2.5.2
# status: 0

false
echo $?
echo $?
