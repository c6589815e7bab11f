# posix: XCU 2.6.6
# status: 0

touch 'a?' 'ab' '[x]' x
echo a\? a'?' a? \[x] [x] '['x] [[]x]
