# posix: XCU 2.8.1
# status: 0

command . /no/such/file 2>/dev/null; echo "one $(($? > 0))"
command shift 99 2>/dev/null; echo "two $(($? > 0))"
command exec 3<nofile 2>/dev/null; echo "three $(($? > 0))"
command : <nofile 2>/dev/null; echo "four $(($? > 0))"
