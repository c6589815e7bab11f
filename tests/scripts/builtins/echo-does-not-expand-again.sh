# posix: XCU echo
# status: 0

x='$y'
echo $x "$x"
