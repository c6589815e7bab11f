# posix: XCU 2.3.1
# status: 0

alias a='echo ' b='c ' c='d ' d=value
a b
a x b
a b b
