# posix: XCU 2.6.5
# status: 0

n() { printf '%s:' $#; printf '<%s>' "$@"; echo; }
e= s='  '
n $e $s $(true) $(echo) $unset
n a$e $e"" $(true)""
