# posix: XCU 2.6
# status: 0

x=
set -- $x; echo $#
set -- "$x"; echo $#
set -- a$x; echo $#
