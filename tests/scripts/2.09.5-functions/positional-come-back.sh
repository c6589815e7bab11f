# posix: XCU 2.9.5
# status: 0

set -- outer
f() { echo $1; set -- changed; echo $1; }
f inner
echo $1
