# posix: XCU 2.6.2
# status: 0

x='pre a  b'
printf '<%s>' ${x#pre} "${x#pre}"; echo
