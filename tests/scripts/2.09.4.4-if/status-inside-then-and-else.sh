# posix: XCU 2.9.4.4
# status: 0

if (exit 3); then :; else echo $?; fi
if true; then echo $?; fi
