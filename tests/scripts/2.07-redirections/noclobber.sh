# posix: XCU 2.7.2
# status: 0

set -C
echo one > f
(echo two > f) 2>/dev/null || echo refused
cat f
echo three >| f
cat f
echo four >> f
cat f
echo ok > /dev/null
