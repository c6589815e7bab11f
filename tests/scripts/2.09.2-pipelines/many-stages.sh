# posix: XCU 2.9.2
# status: 0

echo x | cat | cat | cat | cat | cat | cat | cat | cat | cat | tr x y
