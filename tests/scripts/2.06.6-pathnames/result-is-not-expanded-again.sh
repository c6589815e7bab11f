# posix: XCU 2.6.6
# status: 0

touch '*' 'a b' '$HOME'
for i in *; do echo "<$i>"; done
