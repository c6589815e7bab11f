# posix: XCU 2.7.6
# status: 0

{ sh -c 'echo out; echo err >&2' 3>&1 1>&2 2>&3 3>&-; } 2> e
echo --
cat e
