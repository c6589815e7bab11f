# posix: XCU 3 ulimit
# status: 0
ulimit -Z 2>/dev/null; echo $?
(ulimit -n abc) 2>/dev/null || echo refused
(ulimit -n -1) 2>/dev/null || echo refused
