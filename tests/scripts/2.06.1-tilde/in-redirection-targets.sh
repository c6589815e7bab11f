# posix: XCU 2.6.1
# status: 0

echo text >~/file
cat <~/file "$HOME/file"
