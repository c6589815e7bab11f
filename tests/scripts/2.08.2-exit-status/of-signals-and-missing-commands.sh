# posix: XCU 2.8.2
# status: 0

sh -c 'kill -KILL $$'; s=$?; [ $s -gt 128 ] && kill -l $s
sh -c 'kill -TERM $$'; s=$?; [ $s -gt 128 ] && kill -l $s
./missing 2>/dev/null; echo $?
: >plain; ./plain 2>/dev/null; echo $?
/ 2>/dev/null; echo $?
