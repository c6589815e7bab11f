# posix: XCU 2.15 dot
# status: 0

echo 'x=from-file; echo in $x' > lib.sh
. ./lib.sh
echo $x
