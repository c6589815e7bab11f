# posix: XCU 2.3
# status: 2

x=abc
echo ${#x} $# ${x#a} ${x##*b} $((16#1)) 2>/dev/null
echo after
