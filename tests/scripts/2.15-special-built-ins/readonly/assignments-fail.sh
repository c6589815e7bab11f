# posix: XCU 2.15 readonly
# status: 0

readonly a=1 b
(a=2; echo no) 2>/dev/null; [ $? -ne 0 ] && echo failed
(unset a; echo no) 2>/dev/null; [ $? -ne 0 ] && echo failed
(for a in 1; do :; done; echo no) 2>/dev/null; [ $? -ne 0 ] && echo failed
(read a </dev/null; echo no) 2>/dev/null; echo $a "[$b]"
readonly | grep -c '^readonly [ab]'
