# posix: XCU 2.15 trap
# status: 9

trap 'echo "in $?"' USR1
(exit 5) ; kill -USR1 $$; echo $?
trap 'exit 9' EXIT
exit 3
