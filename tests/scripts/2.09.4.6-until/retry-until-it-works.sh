# posix: XCU 2.9.4.6
# status: 0

n=0
until [ $n -ge 3 ] && echo ready; do n=$((n + 1)); echo "try $n"; done
