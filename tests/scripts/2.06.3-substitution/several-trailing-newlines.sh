# posix: XCU 2.6.3
# status: 0

x=$(printf 'a\n\n\nb\n\n\n'); echo "[$x]"
x=$(printf '\n\n'); echo "[$x]"
x=$(printf '\n\na'); echo "[$x]"
x=$(echo; echo; echo c); echo "[$x]"
