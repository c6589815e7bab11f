# posix: XCU cd
# status: 0

HOME=/tmp
cd
pwd
