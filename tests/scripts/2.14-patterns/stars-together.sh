# posix: XCU 2.14
# status: 0

m() { case $2 in $1) echo "$1 $2";; *) echo "$1 not $2";; esac; }
m '**' ''; m 'a**b' ab; m 'a*b*c' axxbyyc; m 'a*b*c' acb; m '*a*' bab; m '?*' ''; m '*?' x; m '??*' x; m '*.*.*' a.b
