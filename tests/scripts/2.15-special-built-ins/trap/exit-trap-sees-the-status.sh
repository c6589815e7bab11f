# posix: XCU 2.15 trap
# status: 4

trap 'echo "ended with $?"' EXIT
(exit 4)
exit
