# posix: XCU 3 wait
# status: 3

(exit 3) &
wait $!
