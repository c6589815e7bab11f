# posix: XCU 2.2.3
# status: 0

x=1
printf '<%s>\n' "'$x'" "it's" "'" "''"
