# posix: XCU 2.9.4.5
# status: 0

n=0
while echo cond; n=$((n+1)); [ $n -lt 3 ]; do echo body; (exit 7); done; echo $?
while false; do :; done; echo $?
until true; do :; done; echo $?
