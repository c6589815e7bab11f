printf 'a\tb\033[1m\377\n' > "$(printf 'odd\tname')"
cat odd*
echo "$(printf 'x\ty')"
