# posix: XCU 3 read
# status: 0
trap 'echo trapped' USR1
mkfifo pipe
(exec 3> pipe; printf par >&3; sleep 0.2; kill -USR1 $$; sleep 5) &
read a < pipe
echo "$? $a"
kill $!
