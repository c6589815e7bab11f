(sleep 0.01; echo late) &
echo early
wait
