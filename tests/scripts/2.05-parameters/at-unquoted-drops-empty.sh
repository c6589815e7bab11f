# posix: XCU 2.5.2
# status: 0

set -- '' a '' b ''
printf '<%s>' $@; echo
printf '<%s>' $*; echo
printf '<%s>' "$@"; echo
printf '<%s>' "$*"; echo
