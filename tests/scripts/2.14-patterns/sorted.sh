# posix: XCU 2.14.3
# status: 0

touch c a b B
LC_ALL=C
echo *
