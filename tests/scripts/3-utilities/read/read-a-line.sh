# posix: XCU 3 read
# status: 0

printf 'one two\nthree\n' > f
{ read a; read b; echo "[$a] [$b]"; } < f
