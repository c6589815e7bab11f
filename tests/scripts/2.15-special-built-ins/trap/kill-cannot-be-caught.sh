# posix: XCU 2.15 trap
# status: 0
trap 'echo never' KILL
echo $?
trap - KILL
echo $?
