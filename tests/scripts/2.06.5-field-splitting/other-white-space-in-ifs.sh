# posix: XCU 2.6.5
# status: 0

n() { printf '%s:' $#; printf '<%s>' "$@"; echo; }
IFS='	'
n $(printf 'a\t\tb\tc d\t')
IFS='
'
n $(printf 'a\n\nb c\n d')
