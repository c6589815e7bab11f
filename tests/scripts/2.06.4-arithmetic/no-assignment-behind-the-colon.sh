# posix: XCU 2.6.4
# status: 2

x=1
echo $((0 ? 2 : (x = 3))) $x
echo $((1 ? x = 4 : 5)) $x
echo $((0 ? 1 : 0 ? 2 : 3))
echo $((1 ? 20 : x = 2))
echo not reached
