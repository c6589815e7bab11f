# posix: XCU 2.5.2
# status: 0

set -- ''
printf '<%s>' "$@"; echo
printf '<%s>' x"$@"y; echo
printf '<%s>' $@; echo
set -- '' ''
printf '<%s>' "$@"; echo
printf '<%s>' x"$@"y; echo
printf '<%s>' $@ z; echo
