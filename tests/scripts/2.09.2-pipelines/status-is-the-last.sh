# posix: XCU 2.9.2
# status: 1

false | true; echo $?
true | false; echo $?
(exit 3) | (exit 4); echo $?
true | (exit 5) | false
