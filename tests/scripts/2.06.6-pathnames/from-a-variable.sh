# posix: XCU 2.6.6
# status: 0

touch f1 f2
p='f*'
echo $p
echo "$p"
