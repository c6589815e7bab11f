# posix: XCU 2.15 set
# status: 2
(set -o nosuchoption; echo not reached)
echo $?
command set -o nosuchoption
echo $?
set -Z
echo not reached
