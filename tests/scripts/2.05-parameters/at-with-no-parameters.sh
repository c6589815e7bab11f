# posix: XCU 2.5.2
# status: 0

set --
printf '<%s>' "$@" end; echo
printf '<%s>' a"$@"b; echo
set -- "$@"; echo $#
set -- "$*"; echo $#
