# posix: XCU 2.6.5
# status: 0

n() { printf '%s:' $#; printf '<%s>' "$@"; echo; }
s=' ' x=' a'
n $s"" ""$s ''$s'' ""$x $x""
IFS=:
c=:
n $c"" ""$c ''$c'' "$c"$c
