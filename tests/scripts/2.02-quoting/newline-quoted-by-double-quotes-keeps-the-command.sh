# posix: XCU 2.2
# status: 0

echo "one
two" three
echo 'four
five' six
