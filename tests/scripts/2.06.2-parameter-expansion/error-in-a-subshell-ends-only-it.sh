# posix: XCU 2.6.2
# status: 0

unset u
(echo ${u?x}; echo no) 2>/dev/null
[ $? -ne 0 ] && echo failed
x=$(echo ${u?x}) 2>/dev/null; [ $? -ne 0 ] && echo failed
echo ${u?x} 2>/dev/null | cat; echo piped
