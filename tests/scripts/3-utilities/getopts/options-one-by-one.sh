# posix: XCU 3 getopts
# status: 0
set -- -a -b value -cd rest -e
while getopts ab:cde name; do
  echo "$name ${OPTARG:-none}"
done
shift $((OPTIND - 1))
echo "left: $*"
