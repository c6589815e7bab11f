# posix: XCU 2.3.1
# status: 0

alias doc='cat <<E
inside
E
echo after'
doc
echo end
