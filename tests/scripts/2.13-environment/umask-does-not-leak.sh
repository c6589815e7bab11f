# posix: XCU 2.13
# status: 0

umask 022
(umask 077; umask)
umask
