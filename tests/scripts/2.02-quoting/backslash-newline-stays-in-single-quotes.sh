# posix: XCU 2.2.2
# status: 0

printf '<%s>\n' 'a\
b'
