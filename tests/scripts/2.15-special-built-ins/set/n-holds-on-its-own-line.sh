# posix: XCU 2.15 set
# status: 0
echo one; set -n; echo not reached
echo not reached
