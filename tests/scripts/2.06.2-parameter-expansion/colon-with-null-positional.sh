# posix: XCU 2.6.2
# status: 0

set -- '' x
echo ${1:-d}${2:-d} ${1:+d}.${2:+d} "${1-d}" "${3-d}"
