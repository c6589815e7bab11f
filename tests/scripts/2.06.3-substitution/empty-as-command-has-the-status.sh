# posix: XCU 2.6.3
# status: 0

$(true); echo $?
$(false); echo $?
$(exit 5) $(exit 6); echo $?
`exit 9`; echo $?
$(false) true; echo $?
