# posix: XCU 3 getopts
# status: 0
set -- -a
getopts a name; echo "$name"
getopts a name; echo "$? $name"
OPTIND=1
getopts a name; echo "$name"
