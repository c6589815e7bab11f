# posix: XCU 2.9.3.1
# status: 0

# $! is the last process of a pipeline, and its status is that of the pipeline.
(exit 3) | (exit 4) &
wait "$!"
echo "$?"
echo text | cat &
wait
echo one | { read -r line; echo "got $line"; } &
wait "$!"
echo "$?"
true | sh -c 'echo $$ > pid; exit 7' &
last=$!
wait "$last"
echo "$?"
test "$(cat pid)" = "$last" && echo same
cat | wc -l &
wait
