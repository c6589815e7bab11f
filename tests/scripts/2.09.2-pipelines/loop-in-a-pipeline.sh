# posix: XCU 2.9.2
# status: 0

for i in c a b; do echo $i; done | sort
