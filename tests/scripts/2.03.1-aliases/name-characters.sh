# posix: XCU 2.3.1
# status: 0

alias a1_='echo one' e!='echo bang' p%='echo percent' c,='echo comma' at@='echo at'
a1_
e!
p%
c,
at@
