# posix: XCU 2.9.4
# status: 0

for i in 1 2 3; do echo $i; done > f
while read x; do echo "<$x>"; done < f
