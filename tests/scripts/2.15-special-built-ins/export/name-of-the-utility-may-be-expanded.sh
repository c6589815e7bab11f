# posix: XCU 2.15 export
# status: 0
utility=export
value='a b=2'
$utility c=$value
echo "$c|$b"
"export" d=$value
echo "$d|$b"
\readonly e=$value
echo "$e|$b"
