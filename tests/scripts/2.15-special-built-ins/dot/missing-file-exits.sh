# posix: XCU 2.15 dot
# status: 2
(. ./nosuchfile; echo not reached)
echo $?
command . ./nosuchfile
echo $?
. nosuchfile
echo not reached
