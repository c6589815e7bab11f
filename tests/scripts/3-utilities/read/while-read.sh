# posix: XCU 3 read
# status: 0

printf 'a b\nc d\n' | while read x y; do echo "$y $x"; done
