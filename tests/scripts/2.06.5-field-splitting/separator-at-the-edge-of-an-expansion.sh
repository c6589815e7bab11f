# posix: XCU 2.6.5
# status: 0

n() { printf '%s:' $#; printf '<%s>' "$@"; echo; }
x=' a ' e=
n x$x x$x"y" $x$x x$e$x
IFS=:
c=: d=:a:
n x$c $c$c x$c$c y$d z$d$d "$c"$c $c"$c"
