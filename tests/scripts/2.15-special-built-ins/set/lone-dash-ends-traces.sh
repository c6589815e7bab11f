# posix: XCU 2.15 set
# status: 0
set a b
set -x -
echo $#
set - c
echo $# "$1"
set -
echo $# "$1"
