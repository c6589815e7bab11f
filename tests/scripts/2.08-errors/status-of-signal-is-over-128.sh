# posix: XCU 2.8.2
# status: 0

exec 2>/dev/null
sh -c 'kill -TERM $$'; echo $?
sh -c 'kill -KILL $$'; echo $?
sh -c 'kill -HUP $$'; echo $?
