# posix: XCU 2.6.3
# status: 0

echo text >f
echo "[$(<f)]" "[$(>g)]"; ls
