# posix: XCU 2.9.3
# status: 0

echo a | grep -q a && echo found
echo a | grep -q b || echo missing
false | true && echo last-decides
true | false || echo last-decides-again
