# posix: XCU 2.5.2
# status: 0

set --
printf '<%s>' "$@"; echo
printf '<%s>' x"$@"; echo
printf '<%s>' "$@"''; echo
printf '<%s>' "$@$@"; echo
printf '<%s>' "$*"; echo
printf '<%s>' $*; echo
printf '<%s>' "" "$@" ""; echo
