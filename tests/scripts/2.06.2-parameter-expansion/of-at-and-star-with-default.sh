# posix: XCU 2.6.2
# status: 0

set -- ''
echo "[${@-none}]" "[${@+set}]" "[${*:-null}]"
set -- a b
printf '<%s>' "${@-none}" "${@+"$@"}" ${1+"$@"} "${@:+x}"; echo
