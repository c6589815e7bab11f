# posix: XCU 2.12
# status: 0

trap 'echo trapped' USR1
sh -c "kill -USR1 $$; echo first"
echo second
