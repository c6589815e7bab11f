# posix: XCU 2.15 break
# status: 0

for i in a b; do for j in 1 2; do echo $i$j; break 2; done; echo never; done
for i in a b; do for j in 1 2; do echo $i$j; continue 2; done; echo never; done
