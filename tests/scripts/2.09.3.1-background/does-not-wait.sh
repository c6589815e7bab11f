# posix: XCU 2.9.3.1
# status: 0

{ sleep 0.3; echo late; } > f &
test -s f || echo not yet
wait
cat f
