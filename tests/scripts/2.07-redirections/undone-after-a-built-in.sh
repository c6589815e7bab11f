# posix: XCU 2.7
# status: 0

echo to-file > f
echo to-screen
pwd > /dev/null
echo again
