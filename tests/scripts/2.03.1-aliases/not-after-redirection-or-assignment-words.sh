# posix: XCU 2.3.1
# status: 0

alias e='echo alias' f=bad x=bad
echo e f >x
cat x
v=f echo f
ls
