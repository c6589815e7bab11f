# posix: XCU 3 echo
# status: 0

x='$y'
echo $x "$x"
