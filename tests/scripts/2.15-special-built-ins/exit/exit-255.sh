# posix: XCU 2.15 exit
# status: 255

exit 255
