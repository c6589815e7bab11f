# posix: XCU 2.6.2
# status: 0

set -- 'a b' c
f() { echo $#; }
f ${1+"$@"}
set --
f ${1+"$@"}
