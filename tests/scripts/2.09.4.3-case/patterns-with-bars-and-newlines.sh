# posix: XCU 2.9.4.3
# status: 2
# parses: no a newline behind | in a pattern is an error

case b
in

(a |
b) 2>/dev/null
esac 2>/dev/null
echo no
