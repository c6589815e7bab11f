sleep 5 &
kill $!
wait $!
echo $?
sleep 0.2 | cat &
kill $!
wait $!
echo $?
