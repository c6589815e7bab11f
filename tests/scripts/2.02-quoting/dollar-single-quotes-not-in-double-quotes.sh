# posix: XCU 2.2.4
# status: 0

printf '<%s>\n' "$'a'" "$'a\nb'"
cat <<E
$'a'
E
