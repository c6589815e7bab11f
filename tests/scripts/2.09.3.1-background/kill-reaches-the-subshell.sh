# posix: XCU 2.9.3.1
# status: 0

# `( ... ) &` is one process: what is sent to $! comes to the list within the parentheses.
(trap 'echo asked to end; exit 7' TERM; : > ready; while :; do sleep 0.02; done) & job=$!
until [ -e ready ]; do sleep 0.02; done
kill "$job"
wait "$job" 2>/dev/null
echo "$?"
(exec sleep 60) & job=$!
kill "$job"
wait "$job" 2>/dev/null
echo "$?"
