# posix: XCU 2.6.3
# status: 0

x=$(printf 'a\n\n\n')
echo "[$x]"
x=$(printf '\n\na\nb\n')
echo "[$x]"
