# posix: XCU 3 wait
# status: 0

wait
echo $?
