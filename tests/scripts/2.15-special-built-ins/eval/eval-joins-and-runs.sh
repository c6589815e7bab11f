# posix: XCU 2.15 eval
# status: 0

eval echo a '; echo b'
x='echo $y' y=value
eval $x
eval; echo $?
