# posix: XCU 2.8.2
# status: 0

true; echo $?
false; echo $?
(exit 42); echo $?
no-such-command 2>/dev/null; echo $?
echo $?
