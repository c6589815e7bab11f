# posix: XCU 2.7.4
# status: 0

cat <<A; cat <<B
first
A
second
B
