# posix: XCU 2.3.1
# status: 0
# parses: no an alias holds the other quote

alias q="echo 'a "
q b'
echo end
