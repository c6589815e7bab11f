# posix: XCU 2.10.2
# status: 0

echo x=1
echo "[$x]"
