# posix: XCU 3 kill
# status: 0
sleep 0.1 &
while kill -0 $! 2>/dev/null; do
    sleep 0.05
done
echo gone
