echo lost >&-
cat <&-
