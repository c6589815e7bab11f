# posix: XCU 2.15 set
# status: 2
set -u
(echo a >$nosuch; echo not reached)
echo $?
(: <$nosuch; echo not reached)
echo $?
{ echo a; } >$nosuch
echo not reached
