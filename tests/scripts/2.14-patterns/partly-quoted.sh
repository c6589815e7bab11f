# posix: XCU 2.14
# status: 0

touch a1 'a*'
echo a"*" 'a'* a\*
