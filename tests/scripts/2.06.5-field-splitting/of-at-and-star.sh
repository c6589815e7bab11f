# posix: XCU 2.6.5
# status: 0

n() { printf '%s:' $#; printf '<%s>' "$@"; echo; }
set -- 'a b' c:d ''
n $@; n $*
IFS=:
n $@; n $*; n "$*"
IFS=
n $@; n $*; n "$*"
