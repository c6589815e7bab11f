# posix: XCU 2.2
# status: 0

'ec'ho one
"echo" two
e\c'h'"o" three
'echo four' 2>/dev/null || echo $?
