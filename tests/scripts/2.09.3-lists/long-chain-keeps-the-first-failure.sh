# posix: XCU 2.9.3
# status: 0

(exit 4) && (exit 5) && (exit 6)
echo $?
(exit 4) || (exit 5) || (exit 6)
echo $?
(exit 4) || (exit 5) && (exit 6)
echo $?
