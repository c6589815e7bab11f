# posix: XCU 2.5.2
# status: 0

true & a=$!
(true & [ "$a" != "$!" ] && echo inner)
[ "$a" = "$!" ] && echo outer
wait
