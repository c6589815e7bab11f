# posix: XCU 2.9.4
# status: 0

while false; do :; done; echo $?
for i in 1 2; do (exit $i); done; echo $?
until true; do :; done; echo $?
