# posix: XCU 2.15 trap
# status: 0
trap 'echo caught' USR1
trap - USR1
trap
trap 'echo caught' USR1
trap USR1
trap
