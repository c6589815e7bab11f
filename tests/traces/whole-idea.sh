(echo one; echo two) | while read x; do
    echo "got $x"
done && true || false &
wait
