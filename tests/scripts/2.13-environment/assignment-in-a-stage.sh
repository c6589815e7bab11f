# posix: XCU 2.13
# status: 0

v=1
v=2 | true
echo $v
