# posix: XCU 2.2
# status: 0

x='"a b"' y="'c d'" z='\e'
printf '<%s>\n' $x $y $z "$x" "$y" "$z"
