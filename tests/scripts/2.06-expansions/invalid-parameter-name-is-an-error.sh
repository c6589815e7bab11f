# posix: XCU 2.6
# status: 0

(eval 'echo ${a b}') 2>/dev/null && echo bad
(eval 'echo ${/}') 2>/dev/null && echo bad
(eval 'echo ${}') 2>/dev/null && echo bad
(eval 'echo ${a/b/c}; echo no') 2>/dev/null && echo bad
echo end
