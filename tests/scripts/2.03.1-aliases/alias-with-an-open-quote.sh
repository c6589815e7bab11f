# posix: XCU 2.3.1
# status: 0

alias q="echo 'a "
q b'
echo end
