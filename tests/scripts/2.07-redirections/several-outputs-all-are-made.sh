# posix: XCU 2.7
# status: 0

echo x > a > b > c
ls
cat a
cat c
