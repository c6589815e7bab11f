# posix: XCU 2.9.2
# status: 0

echo unread | true
echo $?
