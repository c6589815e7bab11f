# posix: XCU 2.12
# status: 0

# Traps and kill know the real-time signals, and wait their status.
trap 'echo first' RTMIN
trap 'echo second' RTMIN+1
trap 'echo last' 64
trap
kill -s RTMIN $$
kill -RTMIN+1 $$
kill -s RTMAX $$
trap - RTMIN RTMIN+1 RTMAX
trap
kill -l 64
kill -l 162
(kill -s RTMIN+3 "$(exec sh -c 'echo $PPID')") 2>/dev/null
echo $?
sh -c 'kill -RTMAX $$' 2>/dev/null
echo $?
kill -s RTMIN+31 $$ 2>/dev/null || echo no such signal
