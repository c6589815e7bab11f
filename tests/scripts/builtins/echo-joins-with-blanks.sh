# posix: XCU echo
# status: 0

echo a    b 'c  d'
echo
echo ''
echo -- x
