# posix: XCU 2.15 eval
# status: 0

(eval 'if'; echo no) 2>/dev/null; [ $? -ne 0 ] && echo failed
eval ''; echo $?
false; eval; echo $?
eval 'echo a' '; echo b' "'c'" 2>/dev/null
