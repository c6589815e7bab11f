# posix: XCU 2.9.3
# status: 0

echo one && echo two > f
echo --
cat f
