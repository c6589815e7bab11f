# posix: XCU 2.15 trap
# status: 0
trap 'echo got it' USR1
kill -USR1 $$
echo after
