# posix: XCU 2.6.5
# status: 0

n() { printf '%s:' $#; printf '<%s>' "$@"; echo; }
IFS=1x
y=ax2x1b
n $y $((2312)) $#
