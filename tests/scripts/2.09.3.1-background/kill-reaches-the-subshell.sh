# posix: XCU 2.9.3.1
# status: 0

# `( ... ) &` is one process: what is sent to $! comes to the list within the parentheses.
turns='1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20'
(trap 'echo asked to end; exit 7' TERM; : > ready; for turn in $turns; do sleep 0.1; done) & job=$!
for turn in $turns; do [ -e ready ] && break; sleep 0.1; done
kill "$job"
wait "$job"
echo "$?"
(exec sleep 2) & job=$!
kill "$job"
wait "$job" 2>/dev/null
echo "$?"
