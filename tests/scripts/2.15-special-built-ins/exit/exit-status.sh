# posix: XCU 2.15 exit
# status: 42

echo before
exit 42
echo never
