# posix: XCU 2.6.1
# status: 0

HOME='/a b/*?[x] $y'
printf '<%s>\n' ~ ~/z
x=~/w; echo "$x"
