# posix: XCU 2.6.4
# status: 0

a=-5 b=+7 c=' 3 ' d=0x10 e=010
echo $((a)) $((b)) $((c+1)) $((d)) $((e)) $((-a)) $((a-b)) $((+a))
