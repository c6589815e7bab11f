# posix: XCU 2.9.4.1
# status: 0

x=1
{ x=2; y=3; }
echo $x $y
