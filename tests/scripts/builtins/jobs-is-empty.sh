# posix: XCU jobs
# status: 0

jobs
echo $?
