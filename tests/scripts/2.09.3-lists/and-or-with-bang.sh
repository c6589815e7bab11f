# posix: XCU 2.9.3
# status: 0

! false && echo one
! true || echo two
! true && echo three || echo four
