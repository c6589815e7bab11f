# posix: XCU 3 cd
# status: 0

HOME=/tmp
cd
pwd
