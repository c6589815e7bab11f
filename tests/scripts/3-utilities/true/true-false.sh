# posix: XCU 3 true
# status: 0

true; echo $?
false; echo $?
true with arguments; echo $?
