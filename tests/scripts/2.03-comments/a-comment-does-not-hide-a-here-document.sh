# posix: XCU 2.3
# status: 0

cat <<E # comment
body # text
E
echo end
