# posix: XCU 2.9.5
# status: 0

f() { echo $# $1; set -- x y z; echo $#; return 3; echo no; }
set -- outer
f a b; echo $? $# $1
