# posix: XCU 2.9.2
# status: 0

! [ a = b ]; echo $?
! [ a = a ]; echo $?
