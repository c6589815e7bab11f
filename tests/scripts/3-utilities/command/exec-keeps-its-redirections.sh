# posix: XCU 3 command
# status: 0

command exec 3>out
echo kept >&3
command -p exec 3>&-
cat out
(echo lost >&3) 2>/dev/null || echo closed
command eval 'exec 4>out' 5>five
echo four >&4 && cat out
(echo lost >&5) 2>/dev/null || echo closed
command : 6>six
(echo lost >&6) 2>/dev/null || echo closed
