# posix: XCU 2.6.5
# status: 0

unset IFS
x='  a	b
c  '
for i in $x; do echo "<$i>"; done
