trap 'echo got it' USR1
sleep 5 & first=$!
(sleep 0.2; kill -USR1 $$) &
wait $first
echo $?
kill $first
