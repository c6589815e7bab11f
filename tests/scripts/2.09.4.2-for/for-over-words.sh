# posix: XCU 2.9.4.2
# status: 0

for i in a 'b c' d; do echo "[$i]"; done
echo $i
