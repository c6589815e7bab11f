# posix: XCU 2.6.5
# status: 0

unset IFS
x=a:b
set -- $x ${IFS:=:} $x
printf '<%s>' "$@"; echo
