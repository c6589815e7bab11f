# posix: XCU 2.6.5
# status: 0

n() { printf '%s:' $#; printf '<%s>' "$@"; echo; }
IFS=:
n a:b "c:d" e:$((1)):f
p=x:y
n a:$p:b
