# posix: XCU 2.7
# status: 0

{ echo out; echo err >&2; } >f 2>&1; cat f
{ echo out; echo err >&2; } 2>&1 >f | cat; cat f
{ echo three >&3; } 3>&1
{ echo four >&4; } 4>f; cat f
