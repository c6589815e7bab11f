# posix: XCU 2.15 eval
# status: 0

(exit 4)
eval 'echo $?'
