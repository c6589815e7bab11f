# posix: XCU 2.6.5
# status: 0

n() { printf '%s:' $#; printf '<%s>' "$@"; echo; }
IFS=': '
for x in 'a : b' 'a  b' 'a: :b' ' :a' 'a: ' ' : ' ': :' 'a : : b' '  a' 'a  ' ' a : '; do n $x; done
