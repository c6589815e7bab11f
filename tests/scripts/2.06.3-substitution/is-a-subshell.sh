# posix: XCU 2.6.3
# status: 0

x=1
y=$(x=2; echo $x)
echo $x $y
z=$(exit 3; echo never)
echo "[$z]"
