# posix: XCU 2.13
# status: 0

x=before
echo input | { read x; echo "inside $x"; }
x=after | cat
true | exit 3
echo "still here $?"
