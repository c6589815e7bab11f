# posix: XCU 2.9.5
# status: 2
echo before
exit() { echo mine; }
echo not reached
