# posix: XCU 2.6.3
# status: 0

echo "`echo "a  b"`" "`echo 'c  d'`" "`echo \"e  f\"`" `echo "g  h"`
