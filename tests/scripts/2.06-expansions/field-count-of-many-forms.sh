# posix: XCU 2.6
# status: 0

set -- 'a b' ''
n() { echo $#; }
e= s='x y'
n $e; n "$e"; n $e$e; n $s; n "$s"; n $s$s; n "$s"$s; n $1; n $2; n "$1$2"; n $e"$e"; n '' $e; n x$e
