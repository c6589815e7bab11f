# posix: XCU 3 wait
# status: 0

(exit 5) & a=$!
(exit 6) & b=$!
wait $a; echo $?
wait $b; echo $?
