# posix: XCU 3 getopts
# status: 0
set -- -z
getopts pq: name -q=1; echo "$name $OPTARG"
