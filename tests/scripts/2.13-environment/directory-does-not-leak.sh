# posix: XCU 2.13
# status: 0

mkdir d
here=$PWD
(cd d && test "$PWD" = "$here/d" && echo moved)
test "$PWD" = "$here" && echo back
