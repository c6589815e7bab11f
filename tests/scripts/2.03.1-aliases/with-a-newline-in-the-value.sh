# posix: XCU 2.3.1
# status: 0

alias lines='echo one
echo two'
lines three
lines; echo four
if lines then; then echo five; fi
alias first='echo six
'
first seven 2>/dev/null || echo $?
