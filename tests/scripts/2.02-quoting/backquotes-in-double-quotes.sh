# posix: XCU 2.2.3
# status: 0

x="a  b"
printf '<%s>\n' "`echo "$x"`" "`printf '%s' "c  d"`" "`echo \"$x\"`" "`echo '\$x'`" "`echo \\$x`" "`echo \\\$x`"
