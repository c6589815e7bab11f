# posix: XCU 2.6.4
# status: 0

(echo $((1/0)); echo no) 2>/dev/null || echo failed
(echo $((1%0)); echo no) 2>/dev/null || echo failed
(x=0; echo $((x/=0)); echo no) 2>/dev/null || echo failed
