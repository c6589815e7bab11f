# posix: XCU 2.9.1
# status: 0

touch f1 f2
x=f*
echo "$x"
echo $x
