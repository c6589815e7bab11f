# posix: XCU 2.6.5
# status: 0

n() { printf '%s:' $#; printf '<%s>' "$@"; echo; }
x=a:b
(IFS=:; n $x)
n $x
f() { IFS=:; n $x; }
f; n $x
