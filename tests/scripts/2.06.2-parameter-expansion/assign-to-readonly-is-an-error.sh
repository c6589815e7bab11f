# posix: XCU 2.6.2
# status: 0

readonly r
(echo ${r=x}; echo no) 2>/dev/null; [ $? -ne 0 ] && echo failed
readonly s=v
echo ${s=x} ${s:=x}
