# posix: XCU 3 cd
# status: 0

mkdir -p d/e
start=$PWD
cd d/e
test "$(pwd)" = "$start/d/e" && echo pwd
test "$PWD" = "$start/d/e" && echo PWD
test "$OLDPWD" = "$start" && echo OLDPWD
cd ..
test "$PWD" = "$start/d" && echo up
