# posix: XCU 2.5.2
# status: 0

set -- a 'b  c' d
IFS=:
x=$*
y="$*"
z=$@
echo "$x" "$y" "$z"
