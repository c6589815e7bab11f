nosuch-command a b
echo "$?"
touch plain
./plain
echo "$?"
