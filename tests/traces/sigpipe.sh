yes | head -n 2
