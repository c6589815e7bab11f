# posix: XCU 2.15 trap
# status: 4

# It ends the trap's commands and has no say in the status.
(
    trap 'return 3; echo not reached' EXIT
    exit 2
)
echo $?
trap 'echo in the trap; eval "return 3; echo not reached"; echo not reached' EXIT
exit 4
