# posix: XCU 2.9.4.1
# status: 0

i=0
while [ $i -lt 3 ]; do echo $i; i=$((i + 1)); done
echo "end $?"
