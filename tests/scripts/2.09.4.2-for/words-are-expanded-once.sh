# posix: XCU 2.9.4.2
# status: 0

x='a b'
for i in $x; do x=c; echo $i; done
set -- 1 2
for i; do set -- 3 4 5; echo $i; done; echo $#
