# posix: XCU 3 wait
# status: 0

(exit 3) &
(exit 4) &
wait
echo $?
