# posix: XCU 2.9.4.5
# status: 0
trap 'echo trapped; exit' USR1
(sleep 0.1; kill -s USR1 $$) &
while continue; do
    continue
done
echo not reached
