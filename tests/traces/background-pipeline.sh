echo a | cat > file &
wait
cat file
