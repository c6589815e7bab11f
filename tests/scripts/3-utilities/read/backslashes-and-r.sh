# posix: XCU 3 read
# status: 0

printf 'a\\ b c\\\nd\n' | { read x y; echo "$x|$y"; }
printf 'a\\ b\\\n' | { read -r x y; printf '%s|%s\n' "$x" "$y"; }
printf 'last' | { read x; echo "$? $x"; }
