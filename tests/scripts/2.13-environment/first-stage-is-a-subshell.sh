# posix: XCU 2.13
# status: 0

x=1
{ x=2; echo $x; } | cat
echo $x
