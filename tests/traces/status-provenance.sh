false
echo "first $?"
echo "second $?"
(exit 9)
rc=$?
if [ $? -ne 0 ]; then echo "not this"; fi
echo "$rc"
