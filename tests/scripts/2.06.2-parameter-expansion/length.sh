# posix: XCU 2.6.2
# status: 0

x=hello e=
echo ${#x} ${#e} ${#u}
set -- a b c
echo ${#}
