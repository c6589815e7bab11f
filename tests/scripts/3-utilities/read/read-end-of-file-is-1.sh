# posix: XCU 3 read
# status: 1

printf 'no newline' | { read x; echo "$? [$x]"; }
read x < /dev/null
