# posix: XCU 3 wait
# status: 7

(exit 5) & a=$!
(exit 7) & b=$!
wait $a $b
