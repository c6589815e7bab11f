# posix: XCU 2.6.5
# status: 0

n() { printf '%s:' $#; printf '<%s>' "$@"; echo; }
IFS=\'\"\*\$
x="a'b\"c*d\$e"
n $x
