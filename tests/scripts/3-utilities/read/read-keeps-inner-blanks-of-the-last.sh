# posix: XCU 3 read
# status: 0

echo '  a   b   c  ' | { read x y; echo "[$x] [$y]"; }
echo '  a  b  ' | { IFS= read -r x; echo "[$x]"; }
