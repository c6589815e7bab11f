# posix: XCU 2.9.1
# status: 0

false
x=1
echo $? $x
