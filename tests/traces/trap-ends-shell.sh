trap 'echo "end $?"' EXIT
trap 'exit 3' USR1
kill -USR1 $$
sleep 1
