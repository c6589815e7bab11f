# posix: XCU 2.9.1
# status: 0

x=a=b=c
echo $x
