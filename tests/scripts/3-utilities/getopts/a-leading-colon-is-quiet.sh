# posix: XCU 3 getopts
# status: 0
set -- -x -b
while getopts :ab: name; do echo "<$name> <$OPTARG>"; done
echo "$name"
