# posix: XCU 3 cd
# status: 0

cd /
cd /tmp
cd -
cd - > /dev/null
pwd
