# posix: XCU 2.10
# status: 0

1a=b 2>/dev/null || echo $?
a-b=c 2>/dev/null || echo $?
=x 2>/dev/null || echo $?
a\=b 2>/dev/null || echo $?
"a"=b 2>/dev/null || echo $?
_=x; a1=y; echo $a1
