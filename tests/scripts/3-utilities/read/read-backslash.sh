# posix: XCU 3 read
# status: 0

printf 'a\\b c\\\nd\n' | { read x; echo "[$x]"; }
printf 'a\\b\n' | { read -r x; printf '[%s]\n' "$x"; }
