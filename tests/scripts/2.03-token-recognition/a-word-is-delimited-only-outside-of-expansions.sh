# posix: XCU 2.3
# status: 0

echo a$(echo b c)d`echo e f`g$((1 + 2))h${u-i j}k
echo "a b"c' d '"e" f\ g
