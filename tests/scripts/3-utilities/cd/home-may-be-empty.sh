# posix: XCU 3 cd
# status: 0
HOME=
here=$PWD
cd && test "$PWD" = "$here" && echo stayed
