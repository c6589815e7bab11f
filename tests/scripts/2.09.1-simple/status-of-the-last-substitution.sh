# posix: XCU 2.9.1
# status: 0

x=$(exit 3); echo $?
: $(exit 4); echo $?
$(exit 5); echo $?
