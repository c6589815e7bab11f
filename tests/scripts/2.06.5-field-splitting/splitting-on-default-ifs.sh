# posix: XCU 2.6.5
# status: 0

x='  a	b
c  '
printf '<%s>' $x; echo
printf '<%s>' "$x"; echo
