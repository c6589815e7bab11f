# posix: XCU 3 sh
# status: 0

sh -c 'echo never; fi' 2>/dev/null; echo $?
