# posix: XCU 2.6.3
# status: 0

set -f
echo $(echo *; set +f) *
