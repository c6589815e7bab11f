# posix: XCU 2.15 trap
# status: 3
trap '(exit 5); exit' EXIT
(trap 'echo "in $?"; (exit 6); exit' EXIT; exit 4)
echo $?
exit 3
