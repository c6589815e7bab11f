# posix: XCU 2.15 eval
# status: 3

eval '(exit 3)'; echo $?
eval 'true; (exit 3)'
