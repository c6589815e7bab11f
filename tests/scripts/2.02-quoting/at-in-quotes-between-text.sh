# posix: XCU 2.2
# status: 0

set -- a 'b c' d
printf '<%s>\n' "x$@y" "$@$@" "-${@}-" x"$@"
