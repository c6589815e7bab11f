# posix: XCU 2.15 set
# status: 2
set -e
{ echo a; } </nosuch || echo or
if { :; } </nosuch; then echo then; else echo else; fi
(set -e; while :; do break; done </nosuch; echo goes on) || echo subshell
{ echo b; } </nosuch
echo not reached
