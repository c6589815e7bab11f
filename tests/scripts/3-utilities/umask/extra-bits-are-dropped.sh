# posix: XCU 3 umask
# status: 0
umask 1777; umask
umask 0022; umask
umask 8 2>/dev/null || echo refused
umask
