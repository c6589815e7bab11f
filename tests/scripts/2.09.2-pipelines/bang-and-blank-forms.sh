# posix: XCU 2.9.2
# status: 2
# parses: no ! ! is an error

! true; echo $?
! false | true; echo $?
! true | false; echo $?
! ! true 2>/dev/null; echo end
