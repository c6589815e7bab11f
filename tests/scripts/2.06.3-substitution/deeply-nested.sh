# posix: XCU 2.6.3
# status: 0

echo $(echo $(echo $(echo $(echo $(echo $(echo $(echo $(echo eight))))))))
echo "$(echo "$(echo "$(echo "$(echo "a  b")")")")"
