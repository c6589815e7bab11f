# posix: XCU 2.9.3.1
# status: 2

sleep 5 > /dev/null 2>&1 &
kill $!
exit 2
