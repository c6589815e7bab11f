# posix: XCU 3 wait
# status: 0

(exit 5) &
p=$!
wait $p; echo $?
