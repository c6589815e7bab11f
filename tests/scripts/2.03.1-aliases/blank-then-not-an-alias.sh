# posix: XCU 2.3.1
# status: 0

alias a='echo ' b=value
a x b
a 'b' b
