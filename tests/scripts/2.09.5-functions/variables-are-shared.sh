# posix: XCU 2.9.5
# status: 0

x=1
f() { x=2; }
f
echo $x
