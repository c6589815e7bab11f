# posix: XCU 3 umask
# status: 0

umask 077
touch f
ls -l f | cut -c1-10
umask
umask 022
mkdir d
ls -ld d | cut -c1-10
