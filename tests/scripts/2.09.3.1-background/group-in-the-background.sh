# posix: XCU 2.9.3.1
# status: 0

{ echo bg > f; x=2; } &
wait
cat f
echo "[$x]"
