# posix: XCU 2.6.4
# status: 0

x='1+'
(echo $((x)); echo no) 2>/dev/null || echo failed
y='a b'
(echo $((y+1)); echo no) 2>/dev/null || echo failed
z=1.5
(echo $((z)); echo no) 2>/dev/null || echo failed
(echo $((1.5)); echo no) 2>/dev/null || echo failed
