# posix: XCU wait
# status: 0

wait
echo $?
