# posix: XCU 2.3.1
# status: 0
alias hello='echo hi'
echo hello
\hello 2> /dev/null || echo quoted
'hello' 2> /dev/null || echo quoted
