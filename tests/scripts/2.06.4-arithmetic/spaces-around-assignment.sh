# posix: XCU 2.6.4
# status: 0

x = 2>/dev/null
: $(( x = 5 )) ; echo $x
: $((x	=	x	+	1)); echo $x
