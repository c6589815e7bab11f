# posix: XCU 2.15 dot
# status: 0

echo '(exit 6)' > lib.sh
. ./lib.sh; echo $?
: > empty.sh
. ./empty.sh; echo $?
