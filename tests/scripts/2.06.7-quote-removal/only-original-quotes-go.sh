# posix: XCU 2.6.7
# status: 0

x='"a"' y="'b'" z='\d'
printf '<%s>\n' $x $y $z "$x" '"' "'" \\
