# posix: XCU 2.9.3.1
# status: 0

echo input | { cat & wait; }
echo end
