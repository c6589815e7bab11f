sleep 5 &
kill $!
wait $!
echo $?
sleep 1 | cat &
kill $!
wait $!
echo $?
