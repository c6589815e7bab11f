# posix: XCU 2.9.4
# status: 0

if read x; then echo "read $x"; fi < /dev/null > f || echo no
echo $?
echo line > in
if read x; then echo "read $x"; fi < in > f
cat f
