# posix: XCU 2.6.3
# status: 0

echo $(echo $(echo $(echo deep)))
echo "$(echo "$(echo "a  b")")"
