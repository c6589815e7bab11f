# posix: XCU 3 echo
# status: 0

echo a    b 'c  d'
echo
echo ''
echo -- x
