# posix: XCU 2.7
# status: 0

echo gone > /dev/null
cat < /dev/null
echo $?
