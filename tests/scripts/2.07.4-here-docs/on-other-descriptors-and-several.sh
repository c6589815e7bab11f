# posix: XCU 2.7.4
# status: 0

cat <<A 3<<B <<C
a
A
b
B
c
C
{ cat <&3; } 3<<E
three
E
