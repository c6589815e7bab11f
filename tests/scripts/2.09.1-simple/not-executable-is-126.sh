# posix: XCU 2.9.1.6
# status: 126

echo 'echo hi' > f
./f 2>/dev/null
