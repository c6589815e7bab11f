# posix: XCU 2.9.2
# status: 1

! true; echo $?
! false; echo $?
! (exit 7); echo $?
! true
