# posix: XCU 2.3.1
# status: 0

alias if='echo bad' done='echo bad'
if true; then echo good; fi
