# posix: XCU 2.14.1
# status: 0

touch a1 a2 b1 abc
echo a? [ab]1 [!a]* a[0-1]
