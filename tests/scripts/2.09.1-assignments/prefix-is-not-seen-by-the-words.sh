# posix: XCU 2.9.1
# status: 0

x=old
x=new echo $x
x=new sh -c "echo $x"
