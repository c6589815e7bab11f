# posix: XCU wait
# status: 3

(exit 3) &
wait $!
