# posix: XCU 2.6.2
# status: 0

_a1=x A_b=y
echo $_a1 ${A_b} $A_b.c
