# posix: XCU 2.6.4
# status: 0

for n in 1 2 3 4; do echo $((n==1 ? 10 : n==2 ? 20 : n==3 ? (n>2 ? 31 : 32) : 40)); done
