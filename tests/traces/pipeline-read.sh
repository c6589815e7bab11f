echo value | read x
echo "x is '$x'"
