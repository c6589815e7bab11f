# posix: XCU 2.9.5
# status: 0

f() { echo "$v"; sh -c 'echo "[$v]"'; }
v=1
v=2 f
