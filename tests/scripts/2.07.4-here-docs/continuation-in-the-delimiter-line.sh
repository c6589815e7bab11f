# posix: XCU 2.7.4
# status: 0
# compare: no dash does not join lines while it looks for the delimiter

cat <<END
text
EN\
D
echo after
