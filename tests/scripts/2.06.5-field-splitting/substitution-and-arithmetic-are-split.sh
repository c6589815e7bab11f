# posix: XCU 2.6.5
# status: 0

n() { printf '%s:' $#; printf '<%s>' "$@"; echo; }
IFS=0
n $(echo a0b) $((101)) `echo c00d` "$((101))"
