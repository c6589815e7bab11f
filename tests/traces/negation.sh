! false
echo "$?"
! echo a | grep b
echo "$?"
