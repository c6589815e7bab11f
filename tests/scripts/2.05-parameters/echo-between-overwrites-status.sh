# posix: XCU 2.5.2
# status: 0

(exit 9)
echo between
echo $?
