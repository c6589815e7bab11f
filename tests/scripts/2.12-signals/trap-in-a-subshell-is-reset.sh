# posix: XCU 2.12
# status: 0

trap 'echo caught' USR1
(sh -c 'kill -USR1 $PPID'; echo no) ; echo $?
trap '' USR2
(kill -USR2 $$; echo ignored)
