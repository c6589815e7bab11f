# posix: XCU 2.6.6
# status: 0

touch 'a
b' c
printf '<%s>\n' *
