# posix: XCU 3 cd
# status: 0
# compare: no dash stays where it is and succeeds

here=$(pwd)
cd '' 2>/dev/null || echo failed
CDPATH=/ cd '' 2>/dev/null || echo failed
cd -P "$nothing" 2>/dev/null || echo failed
test "$here" = "$PWD" && echo still here
