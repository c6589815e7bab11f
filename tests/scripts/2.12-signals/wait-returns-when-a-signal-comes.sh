# posix: XCU 2.12
# status: 0
trap 'echo trapped' USR1
(sleep 0.3; kill -USR1 $$; sleep 0.3) &
wait
test $? -gt 128 && echo interrupted
wait
