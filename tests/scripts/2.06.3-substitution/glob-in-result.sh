# posix: XCU 2.6.3
# status: 0

touch a1 a2
echo $(echo 'a*') "$(echo 'a*')"
