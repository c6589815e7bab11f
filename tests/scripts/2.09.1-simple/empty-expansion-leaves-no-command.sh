# posix: XCU 2.9.1
# status: 0

false
$nothing
echo $?
$nothing echo next word
