# posix: XCU 2.15 exit
# status: 3

{ echo a; exit 3; }
echo never
