# posix: XCU read
# status: 1

printf 'no newline' | { read x; echo "$? [$x]"; }
read x < /dev/null
