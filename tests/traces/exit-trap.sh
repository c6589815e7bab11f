trap 'echo "bye $?"' EXIT
false
exit 3
