# posix: XCU 2.15 dot
# status: 0

mkdir d
echo 'echo found in path' > d/lib-x.sh
PATH=$PWD/d:$PATH
. lib-x.sh
