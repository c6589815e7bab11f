sh -c 'kill -TERM $$'
echo "$?"
trap 'echo caught' USR1
kill -USR1 $$
(kill -9 $(exec sh -c 'echo $PPID'))
