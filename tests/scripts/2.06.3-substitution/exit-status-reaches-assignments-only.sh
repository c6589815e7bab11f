# posix: XCU 2.6.3
# status: 0

x=$(false) || echo failed
echo $(false) && echo ok
y="a$(exit 3)b"; echo $?
