# posix: XCU 3 kill
# status: 0

sleep 30 &
kill -KILL $!
wait $! 2>/dev/null
echo $?
sleep 30 &
kill -s HUP $!
wait $! 2>/dev/null
echo $?
