# posix: XCU 2.6.1
# status: 0

HOME='/a  b'
printf '<%s>' ~; echo
