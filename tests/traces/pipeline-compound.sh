printf 'b\na\n' | { sort; echo end; } | while read x; do echo "<$x>"; done
