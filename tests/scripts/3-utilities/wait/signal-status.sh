# posix: XCU 3 wait
# status: 0

sleep 30 &
kill $!
wait $! 2>/dev/null
echo $?
