# posix: XCU 2.6.4
# status: 0

a1=2 _b=3 C_4=4
echo $((a1+_b*C_4)) $((_b)) $((a1_))
