# posix: XCU 3 read
# status: 0

echo 'a b c d' | { read x y z; echo "[$x] [$y] [$z]"; }
echo 'a' | { read x y; echo "[$x] [$y]"; }
