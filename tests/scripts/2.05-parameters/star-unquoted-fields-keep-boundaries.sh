# posix: XCU 2.5.2
# status: 0

set -- a b
IFS=:
printf '<%s>' x$*y; echo
printf '<%s>' x$@y; echo
set -- '' b ''
printf '<%s>' $*; echo
