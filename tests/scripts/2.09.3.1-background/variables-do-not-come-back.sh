# posix: XCU 2.9.3.1
# status: 0

x=1
x=2 &
wait
echo $x
