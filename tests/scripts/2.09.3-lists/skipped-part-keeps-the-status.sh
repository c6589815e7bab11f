# posix: XCU 2.9.3
# status: 7

(exit 7) && echo never
echo $?
(exit 7) && false
