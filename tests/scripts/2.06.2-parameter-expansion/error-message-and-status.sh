# posix: XCU 2.6.2
# status: 0

(unset u; echo ${u?}; echo no) 2>f; echo "$? $(wc -l <f | tr -d ' ')"
(unset u; echo ${u?the message}; echo no) 2>f; echo $?; grep -c 'the message' f
(n=; echo ${n:?$(echo made)}; echo no) 2>f; echo $?; grep -c made f
