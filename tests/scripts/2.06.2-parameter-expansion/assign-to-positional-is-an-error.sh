# posix: XCU 2.6.2
# status: 2

set --
echo ${1=x}
echo no
