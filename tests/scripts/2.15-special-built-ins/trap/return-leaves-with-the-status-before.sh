# posix: XCU 2.15 trap
# status: 0
trap '(exit 5); return' TERM
f() { (exit 4); kill -TERM $$; }
f
echo $?
g() { (exit 6); return; }
trap 'g; echo $?' TERM
kill -TERM $$
