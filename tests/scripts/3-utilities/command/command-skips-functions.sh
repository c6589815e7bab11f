# posix: XCU 3 command
# status: 0

echo() { printf 'function\n'; }
echo x
command echo x
