# posix: XCU 2.2.1
# status: 0

x\
=a\
b
echo $x
