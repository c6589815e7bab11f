# posix: XCU 2.14
# status: 0

m() { case $2 in $1) echo "$1 $2";; *) echo "$1 not $2";; esac; }
m '[]]' ']'; m '[]a]' a; m '[!]]' ']'; m '[a-]' -; m '[-a]' -; m '[a' '[a'; m '[]' '[]'; m '[!a]' '!'; m '[a!]' '!'; m '[--0]' .
