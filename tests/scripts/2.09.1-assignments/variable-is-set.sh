# posix: XCU 2.9.1
# status: 0

x=hello
echo $x
