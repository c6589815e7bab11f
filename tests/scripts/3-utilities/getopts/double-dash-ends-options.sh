# posix: XCU 3 getopts
# status: 0
set -- -a -- -b
while getopts ab name; do echo "$name"; done
shift $((OPTIND - 1))
echo "left: $*"
