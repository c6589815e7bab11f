echo "$(echo inner; false)" "$(printf 'a\n\n')"
x=$(exit 3)
echo "$?"
echo `echo back` $(echo $(echo deep))
