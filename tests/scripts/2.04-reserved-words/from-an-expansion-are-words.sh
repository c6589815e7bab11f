# posix: XCU 2.4
# status: 0

x=if; y='{' z=!
$x 2>/dev/null || echo $?
$y 2>/dev/null || echo $?
$z true 2>/dev/null || echo $?
