# posix: XCU 2.9.4.5
# status: 0

while break; do echo no; done; echo $?
n=0; while [ $((n=n+1)) -lt 4 ] && { [ $n -ne 2 ] || continue; }; do echo $n; done
