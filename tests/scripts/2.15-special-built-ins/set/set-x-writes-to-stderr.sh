# posix: XCU 2.15 set
# status: 0

(set -x; echo hi) 2> e
grep -c 'echo hi' e
