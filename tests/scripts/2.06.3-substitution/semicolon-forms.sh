# posix: XCU 2.6.3
# status: 2
# parses: no $(;) is an error

echo $(echo a;) $(echo b; echo c;) $(;) 2>/dev/null
