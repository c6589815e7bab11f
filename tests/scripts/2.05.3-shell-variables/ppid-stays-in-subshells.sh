# posix: XCU 2.5.3
# status: 0

a=$PPID
(b=$PPID; [ "$a" = "$b" ] && echo same)
[ "$(echo $PPID)" = "$a" ] && echo same
