# posix: XCU 3 wait
# status: 4

(exit 3) | (exit 4) &
wait $!
