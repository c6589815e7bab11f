# posix: XCU 2.6.3
# status: 0

x=1
y=$(x=2; echo $x)
echo $x $y
f() { x=3; echo $x; }
z=$(f); echo $x $z
