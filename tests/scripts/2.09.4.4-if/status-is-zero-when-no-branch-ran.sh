# posix: XCU 2.9.4.4
# status: 0

if false; then echo never; fi
echo $?
if (exit 5); then :; elif (exit 6); then :; fi
