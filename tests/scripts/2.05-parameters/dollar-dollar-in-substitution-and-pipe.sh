# posix: XCU 2.5.2
# status: 0

a=$$
b=$(echo $$)
c=$(sh -c 'echo $PPID')
(echo $$) | { read d; [ "$a" = "$d" ] && echo same; }
[ "$a" = "$b" ] && echo same
[ "$$" = "$c" ] || echo other
