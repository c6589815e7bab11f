# posix: XCU 2.6.4
# status: 0

x=3
echo $((	1	+	x )) $((
1 +
2
)) "$((1+ 2))"
(eval 'echo $(("1" + 2))') 2>/dev/null || echo quotes
