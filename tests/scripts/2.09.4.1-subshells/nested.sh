# posix: XCU 2.9.4.1
# status: 0

( ( ( echo deep ); exit 2 ); echo $?; exit 3 ); echo $?
