# posix: XCU 2.2
# status: 0

touch f
echo '*' "*" \* '~' "~" \~
