# posix: XCU 2.5.2
# status: 0

set -- 'a b' '*x' 'c  d'
printf '<%s>' $@; echo
printf '<%s>' $*; echo
IFS=
printf '<%s>' $@; echo
printf '<%s>' $*; echo
