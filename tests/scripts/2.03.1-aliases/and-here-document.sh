# posix: XCU 2.3.1
# status: 0

alias c='cat <<E'
c
body
E
echo end
