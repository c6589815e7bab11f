# posix: XCU 2.2
# status: 0

set -- a 'b c'
unset u
printf '<%s>\n' "${u-$@}" "${u:-x$@y}" ${u-"$@"} "${u-"$@"}" ${u-$@}
