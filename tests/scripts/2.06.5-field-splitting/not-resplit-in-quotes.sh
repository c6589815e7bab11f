# posix: XCU 2.6.5
# status: 0

touch f1
echo "$(echo '*')"
echo $(echo '*')
