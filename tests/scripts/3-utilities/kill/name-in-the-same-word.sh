# posix: XCU 3 kill
# status: 0

trap 'echo user' USR1
kill -sUSR1 $$
kill -s USR1 $$
kill -USR1 $$
kill -s0 $$ && echo there
