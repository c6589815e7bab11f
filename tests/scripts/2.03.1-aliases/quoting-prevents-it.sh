# posix: XCU 2.3.1
# status: 0

alias e='echo alias' 
'e' 2>/dev/null || echo no
\e 2>/dev/null || echo no
"e" 2>/dev/null || echo no
e"" 2>/dev/null || echo no
e yes
