# posix: XCU 2.15 trap
# status: 0

(trap -x 2>/dev/null; echo not reached) || echo refused
trap -- 'echo bye' EXIT
trap
trap - EXIT
trap -- '-x' USR1
trap
