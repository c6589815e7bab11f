# posix: XCU 3 cd
# status: 0

mkdir real
ln -s real link
start=$PWD
cd link
test "$(pwd)" = "$start/link" && echo logical
test "$(pwd -P)" = "$(cd -P . && pwd)" && echo physical
cd ..
test "$PWD" = "$start" && echo back
