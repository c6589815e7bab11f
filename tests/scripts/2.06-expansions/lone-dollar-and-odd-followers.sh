# posix: XCU 2.6
# status: 0

echo $ a$ $. $/ $= $% $, $+ $^ $~ $] $} "$"
