# posix: XCU 2.5.2
# status: 0

echo "[$!]" "[${!-unset}]" "[${!+set}]"
true &
[ -n "$!" ] && echo now
wait
