# posix: XCU 3 jobs
# status: 0

jobs
echo $?
