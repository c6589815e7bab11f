# posix: XCU 2.6.4
# status: 2

echo before
echo $((1/0))
echo after
