# posix: XCU 2.5.2
# status: 0

echo "[$!]"
sleep 0 &
test "$!" -gt 1 && echo set
wait "$!"; echo $?
