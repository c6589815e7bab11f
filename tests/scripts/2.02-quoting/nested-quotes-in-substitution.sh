# posix: XCU 2.2.3
# status: 0

x='a  b'
echo "$(echo "$x")"
echo "$(printf '[%s]' "one two" 'three')"
