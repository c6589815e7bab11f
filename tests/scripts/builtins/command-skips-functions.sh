# posix: XCU command
# status: 0

echo() { printf 'function\n'; }
echo x
command echo x
