# posix: XCU 2.15 trap
# status: 7
trap 'echo bye $?' EXIT
echo working
exit 7
