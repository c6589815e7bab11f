# posix: XCU 2.6.2
# status: 0

echo "[$nope]" "[${nope}]" a$nope.b
printf '%s\n' $nope after
