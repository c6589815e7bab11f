sleep 0.01 &
pid=$!
(exit 7) &
wait "$pid"
echo "$?"
wait "$!"
echo "$?"
