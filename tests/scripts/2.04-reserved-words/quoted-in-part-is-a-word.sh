# posix: XCU 2.4
# status: 0

'if' 2>/dev/null || echo $?
i"f" 2>/dev/null || echo $?
\while 2>/dev/null || echo $?
wh\ile 2>/dev/null || echo $?
\! 2>/dev/null || echo $?
