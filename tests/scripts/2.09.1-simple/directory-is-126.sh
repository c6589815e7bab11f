# posix: XCU 2.9.1.6
# status: 126

mkdir d
./d 2>/dev/null
