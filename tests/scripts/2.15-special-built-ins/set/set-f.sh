# posix: XCU 2.15 set
# status: 0

touch f1
set -f
echo f*
set +f
echo f*
