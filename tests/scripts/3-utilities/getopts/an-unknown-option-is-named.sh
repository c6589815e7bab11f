# posix: XCU 3 getopts
# status: 0
set -- -x
getopts a name 2> message
echo "$? $name ${OPTARG-unset}"
test -s message && echo told
