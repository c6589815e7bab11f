# posix: XCU 2.15 trap
# status: 0
trap 'false' USR1
kill -USR1 $$
echo $?
