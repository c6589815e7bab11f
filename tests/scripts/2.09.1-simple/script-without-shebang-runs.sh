# posix: XCU 2.9.1.6
# status: 3

printf 'echo "in $1"; exit 3\n' > f
chmod +x f
./f here
