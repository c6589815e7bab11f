# posix: XCU 2.15 trap
# status: 0
# compare: no in dash a subshell forgets what the traps were at once

trap 'echo "it'"'"'s"' EXIT
saved=$(trap)
trap - EXIT
eval "$saved"
