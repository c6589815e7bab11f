i=0
while [ "$i" -lt 9 ]; do
    i=$((i + 1))
done
echo "$i"
