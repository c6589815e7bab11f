# posix: XCU 2.15 eval
# status: 0

name=v
eval "$name=5"
echo $v
eval "echo \$$name"
