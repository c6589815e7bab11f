# posix: XCU 2.2.1
# status: 0

echo out 2\
>f >\
&1
sh -c 'echo err >&2' 2\
>&1
