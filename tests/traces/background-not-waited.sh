sleep 5 > /dev/null 2>&1 &
echo on
kill "$!"
