# posix: XCU 2.2.1
# status: 0

echo a # comment \
echo b
