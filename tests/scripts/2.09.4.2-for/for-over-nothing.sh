# posix: XCU 2.9.4.2
# status: 0

false
for i in; do echo never; done
echo "$? [$i]"
