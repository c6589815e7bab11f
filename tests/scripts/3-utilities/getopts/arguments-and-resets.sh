# posix: XCU 3 getopts
# status: 0

set -- -a -b val -cval -- -d rest
while getopts ab:c: o; do echo "$o $OPTARG"; done
shift $((OPTIND-1)); echo $*
OPTIND=1; set -- -xy; while getopts xy o; do echo $o; done
