# posix: XCU 2.7
# status: 0

name='my file'
echo hi > "$name"
cat "$name"
ls
