echo aaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbb cccccccccccccccccccccc dddddddddddd eeeeeeeee > a-file-with-a-rather-long-name-that-goes-on-and-on.txt
cat a-file-with-a-rather-long-name-that-goes-on-and-on.txt | tr a-z A-Z | grep -c AAAAAAAAAAAAAAAAAAAAAAAAA | cat -
