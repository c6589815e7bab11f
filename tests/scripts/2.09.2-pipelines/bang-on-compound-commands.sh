# posix: XCU 2.9.2
# status: 0

! { false; }; echo $?
! ( exit 2 ); echo $?
! if true; then false; fi; echo $?
