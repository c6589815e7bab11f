# posix: XCU 2.6.4
# status: 0

x=0x1f; : $((x+=0)); echo $x
y=010; : $((y=y)); echo $y
z='-  3'; (: $((z+=1))) 2>/dev/null || echo failed
