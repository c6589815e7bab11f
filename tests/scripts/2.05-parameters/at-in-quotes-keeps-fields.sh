# posix: XCU 2.5.2
# status: 0

set -- 'a b' '' c
for_each() { printf '<%s>' "$@"; echo; }
for_each "$@"
for_each x"$@"y
for_each "$@" "$@"
