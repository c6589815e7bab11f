# posix: XCU 2.6.3
# status: 0

x=seen
echo $(echo $x)
set -- p q
echo $(echo $2 $#)
