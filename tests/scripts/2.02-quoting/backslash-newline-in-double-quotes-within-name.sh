# posix: XCU 2.2.1
# status: 0

abc=value
echo "$ab\
c" "${ab\
c}" "$\
abc" "${\
abc}"
