# posix: XCU 3 cd
# status: 0

cd no-such-dir 2>/dev/null || echo failed
touch f
cd f 2>/dev/null || echo not a directory
