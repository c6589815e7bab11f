# posix: XCU 2.5.2
# status: 0

sleep 0 &
p=$!
true
test "$p" = "$!" && echo same
wait
