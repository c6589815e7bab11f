# posix: XCU 2.12
# status: 1

# A subshell left of && suspends errexit, but its EXIT trap runs when that subshell is over.
set -e
(trap 'echo trapped; false; echo "not reached"' EXIT; false; echo "still here") && echo "not reached either"
echo "went on: $?"
trap 'false; echo "nor this"' EXIT
if exit 0; then :; fi
