# posix: XCU 2.13
# status: 0

x=1; f() { echo outer; }; set -- a
(x=2; f() { echo inner; }; set -- b c; cd /; umask 077; alias q=r; f; echo $x $#)
f; echo $x $#; [ "$PWD" != / ] && echo here; alias q 2>/dev/null || echo none
