# posix: XCU 2.11
# status: 0
# compare: no dash has no job control without a terminal

# In a script too jobs have their own process groups, and fg, bg, kill and wait know them.
set -m
group() { read -r _ _ _ _ group _ < "/proc/$1/stat"; echo "$group"; }
sleep 100 | sleep 101 &
last=$!
test "$(group "$last")" = "$(jobs -p)" && echo its own group
test "$(group $$)" != "$(group "$last")" && echo not the group of the shell
kill %1
wait %1
echo "$?"
(exit 5) &
fg
echo "$?"
sh -c 'kill -STOP $$; exit 6'
echo "$?"
jobs
bg >/dev/null
wait %1
echo "$?"
sh -c 'kill -STOP $$; exit 7'
fg %sh
echo "$?"
set +m
fg %1 2>/dev/null || echo no job control
