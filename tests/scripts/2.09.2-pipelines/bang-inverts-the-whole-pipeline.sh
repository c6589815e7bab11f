# posix: XCU 2.9.2
# status: 0

! true | false; echo $?
! false | true; echo $?
