# posix: XCU 2.6.5
# status: 0

n() { printf '%s:' $#; printf '<%s>' "$@"; echo; }
a='1 2' b='3 4' s=' '
n $a$b $a"$b" "$a"$b x$a y$a$s z${s}w $s$s
