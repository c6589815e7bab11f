# posix: XCU 2.10.2
# status: 0

true &&

echo one
false ||
# a comment may stand here
echo two
