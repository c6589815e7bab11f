# posix: XCU 3 umask
# status: 0

umask 022
umask -S
umask g+w
umask
umask u=rwx,g=rx,o=
umask -S
