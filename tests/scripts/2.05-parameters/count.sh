# posix: XCU 2.5.2
# status: 0

set --; echo $#
set -- a; echo $#
set -- a 'b c' ''; echo $#
