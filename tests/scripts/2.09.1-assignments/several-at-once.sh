# posix: XCU 2.9.1
# status: 0

a=1 b=2 c=$a
echo $a $b $c
