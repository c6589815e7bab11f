# posix: XCU 2.3.1
# status: 0

alias e='echo alias'
x=e
$x 2>/dev/null || echo no
$(echo e) 2>/dev/null || echo no
