# posix: XCU 3 getopts
# status: 0
# compare: no dash leaves OPTARG as it was

set -- -f file -v
while getopts f:v letter; do
    echo "$letter ${OPTARG-unset}"
    OPTARG=changed
done
echo "$letter ${OPTARG-unset} $OPTIND"
