# posix: XCU 2.2.1
# status: 0

a\
b=\
1
echo $ab
c\
=d echo ok
