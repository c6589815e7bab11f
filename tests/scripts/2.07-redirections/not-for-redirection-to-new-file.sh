# posix: XCU 2.7
# status: 0

echo x > 'n*'
ls
