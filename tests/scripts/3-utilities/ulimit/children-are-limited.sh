# posix: XCU 3 ulimit
# status: 0
(ulimit -f 1; head -c 2000 /dev/zero >big) 2>/dev/null
wc -c <big
