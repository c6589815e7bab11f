# posix: XCU 2.5.2
# status: 0

f() { echo "$0"; }
f arg
echo 'echo "$0"' >file
. ./file
sh -c 'echo $0' name
sh -c 'echo $0 $1' name one
