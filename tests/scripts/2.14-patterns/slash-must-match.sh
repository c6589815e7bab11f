# posix: XCU 2.14.3
# status: 0

mkdir d e
touch d/x e/x e/y
echo */x
echo d/*
echo */
