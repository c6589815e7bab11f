# posix: XCU 2.6.5
# status: 0

x='a   b'
echo $x
echo "$x"
