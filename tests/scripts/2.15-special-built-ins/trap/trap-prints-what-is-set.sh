# posix: XCU 2.15 trap
# status: 0
trap 'echo "it is over"' HUP
trap '' INT
trap
