# posix: XCU 3 kill
# status: 0

sleep 30 &
kill -0 $! && echo alive
kill $!
wait $! 2>/dev/null
kill -0 $! 2>/dev/null || echo gone
