# posix: XCU 2.15 set
# status: 1
set -e
false || true; echo 1
false && true; echo 2
if false && true; then :; fi; echo 3
{ false && true; }; echo 4
! true; echo 5
! false && echo 6
while false; do :; done; echo 7
until true; do :; done; echo 8
case $(false) in *) echo 9 ;; esac
echo $(false) 10
x=$(false) true; echo 11
(set +e; false; echo 12)
f() { false; echo 13; }
f || echo not reached
if f; then echo 14; fi
(false && true) || echo 15
eval 'false || true'; echo 16
true && false
echo not reached
