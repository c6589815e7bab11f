# posix: XCU 2.14
# status: 0

m() { case $2 in $1) echo "$1 $2";; *) echo "$1 not $2";; esac; }
m '[a-c]' b; m '[c-a]' b; m '[a-cx-z]' y; m '[[:upper:]]' A; m '[[:upper:]]' a; m '[![:space:]]' x; m '[[:digit:][:lower:]_]' _; m '[[:punct:]]' '!'; m '[[:xdigit:]]' g
