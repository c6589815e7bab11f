# posix: XCU 2.5.2
# status: 0

set -- a b
IFS=
x="$@"
echo "[$x]"
IFS=-
y="$@"
echo "[$y]"
