# posix: XCU 2.9.4.5
# status: 0

i=0
while [ $i -lt 3 ]; do echo $i; i=$((i + 1)); done
echo "end $?"
