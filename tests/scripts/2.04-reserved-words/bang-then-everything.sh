# posix: XCU 2.4
# status: 0

! { false; }; echo $?
! (exit 3); echo $?
! if false; then :; fi; echo $?
! while false; do :; done; echo $?
! case x in x) false;; esac; echo $?
! for i in 1; do false; done; echo $?
