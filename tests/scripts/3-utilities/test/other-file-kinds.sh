# posix: XCU 3 test
# status: 0

mkfifo p
[ -p p ]; echo $?
[ -c /dev/null ]; echo $?
[ -b /dev/null ]; echo $?
[ -S p ]; echo $?
