# posix: XCU 2.5.3
# status: 0

echo 'echo read' >rc
ENV=$PWD/rc sh -c 'echo quiet'
